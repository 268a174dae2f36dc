import json
import re
from datetime import UTC, datetime

import pytest
from storybuilder import Said, build_story

from briefing.articles import from_text
from briefing.drafts import Engine, PromptedEngine
from briefing.errors import InvalidReplyError, ModeError
from briefing.exchange import Fingerprints, Mode, Params, Reply
from briefing.list_limits import limited
from briefing.models import RecordingClient, ReplayClient, ScriptedClient, make_recording
from briefing.models.recordings import RecordedWith
from briefing.prompts import derive_marker, load_prompt
from briefing.schema import Source, Story
from briefing.speech import attribute_story
from briefing.verify import verify

STORY = build_story("The bridge closes. “It holds,” Ada Lund said.", [Said("It holds,", "Ada Lund")])
TEMPLATE = load_prompt("story")
REPLY = json.dumps(
    {
        "bottom_line": [],
        "headline": {"evidence": ["a1.1"], "text": "The bridge closes"},
        "issue": {"evidence": ["a1.1"], "text": "Does it hold?"},
        "positions": [{"actor": "Ada Lund", "evidence": ["a1.2"], "stance": "for", "summary": "It holds."}],
        "open_questions": [],
    }
)


def marker(story: Story) -> str:
    return derive_marker("case", story)


def engine(
    client: ScriptedClient, *, params: Params | None = None, sample: int = 1, pinned: bool = False
) -> PromptedEngine:
    return PromptedEngine(
        client, TEMPLATE, model="tiny", marker=marker, params=params, sample=sample, pinned=pinned
    )


def test_a_story_is_drafted_with_one_request() -> None:
    client = ScriptedClient([REPLY])
    draft = engine(client).draft(STORY)
    assert [(p.actor, p.evidence) for p in draft.positions] == [("Ada Lund", ("a1.2",))]
    (request,) = client.requests
    assert request.model == "tiny"
    assert request.params == TEMPLATE.manifest.parameters
    schema = limited(json.loads(TEMPLATE.files["schema.json"]), TEMPLATE.limits)
    assert schema["properties"]["positions"]["maxItems"] == TEMPLATE.limits["positions"]  # type: ignore[call-overload, index]  # plain JSON
    assert request.response_format.wire() == {
        "type": "json_schema",
        "json_schema": {"name": "story_draft", "strict": True, "schema": schema},
    }
    assert "a1.2 [Ada Lund] 'It holds,' Ada Lund said." in request.messages[1].content


def test_the_prompt_names_the_sentences_that_leave_something_open() -> None:
    text = "The bridge closes. It is not clear who will pay. “It is not clear who will pay,” Ada Lund said."
    story = build_story(text, [Said("It is not clear who will pay,", "Ada Lund")])
    shown = engine(ScriptedClient()).render(story).messages[1].content
    assert "Sentences that leave something open: a1.2 a1.3\n" in shown
    plain = engine(ScriptedClient()).render(STORY).messages[1].content
    assert "leave something open" not in plain


def test_the_engine_names_its_model_and_its_prompt() -> None:
    made: Engine = engine(ScriptedClient())
    assert (made.name, made.model, made.prompt) == ("prompted", "tiny", TEMPLATE.label)


def test_the_same_story_is_asked_with_the_same_key() -> None:
    client = ScriptedClient([REPLY, REPLY])
    for _ in range(2):
        engine(client).draft(STORY)
    assert client.requests[0].key == client.requests[1].key


def test_a_live_request_draws_its_marker_anew() -> None:
    client = ScriptedClient([REPLY, REPLY])
    for _ in range(2):
        PromptedEngine(client, TEMPLATE, model="tiny").draft(STORY)
    assert client.requests[0].key != client.requests[1].key


def test_samples_have_keys_of_their_own() -> None:
    client = ScriptedClient([REPLY, REPLY])
    engine(client).draft(STORY)
    engine(client, sample=2).draft(STORY)
    assert client.requests[0].key != client.requests[1].key


def test_parameters_replace_the_prompts_own_and_show_in_their_fingerprint() -> None:
    client = ScriptedClient([REPLY, REPLY])
    engine(client).draft(STORY)
    engine(client, params=Params(max_tokens=9)).draft(STORY)
    then, now = (request.fingerprints for request in client.requests)
    assert client.requests[1].params.wire() == {"max_tokens": 9}
    assert isinstance(then, Fingerprints)
    assert isinstance(now, Fingerprints)
    assert then.params != now.params
    assert then.model_copy(update={"params": now.params}) == now


def test_the_fingerprint_of_what_was_rendered_is_that_of_what_is_sent() -> None:
    made = engine(ScriptedClient())
    prompt = made.render(STORY)
    strict, loose = (made.request(prompt, mode).fingerprints for mode in (Mode.JSON_SCHEMA, Mode.PROMPTED))
    assert strict == prompt.fingerprints
    assert loose is not None
    assert loose.rendered != prompt.fingerprints.rendered


def test_a_lower_mode_is_remembered_for_the_next_story() -> None:
    client = ScriptedClient([ModeError("no"), REPLY, REPLY])
    made = engine(client)
    made.draft(STORY)
    made.draft(STORY)
    modes = [request.response_format.mode for request in client.requests]
    assert modes == [Mode.JSON_SCHEMA, Mode.JSON_OBJECT, Mode.JSON_OBJECT]
    assert TEMPLATE.files["in_words.j2"].split(":")[0] in client.requests[1].messages[0].content


def test_a_pinned_mode_is_not_left() -> None:
    with pytest.raises(ModeError):
        engine(ScriptedClient([ModeError("no")]), pinned=True).draft(STORY)


def test_a_recorded_draft_replays_without_a_model() -> None:
    recorder = RecordingClient(ScriptedClient(["bad", REPLY]))
    live = PromptedEngine(recorder, TEMPLATE, model="tiny", marker=marker)
    draft = live.draft(STORY)
    recording = make_recording(
        recorder.exchanges,
        judge=live.judge,
        recorded_at=datetime(2026, 1, 2, tzinfo=UTC),
        recorded_with=RecordedWith(tool="t"),
    )
    assert [attempt.outcome for attempt in recording.attempts] == ["invalid_json", "ok"]
    client = ReplayClient({"recording-1.json": recording}, case="case", model="tiny")
    assert PromptedEngine(client, TEMPLATE, model="tiny", marker=marker).draft(STORY) == draft


def test_a_reply_carried_by_hand_is_read_like_any_other() -> None:
    made = engine(ScriptedClient())
    assert made.read(f"```json\n{REPLY}\n```").positions[0].actor == "Ada Lund"
    with pytest.raises(InvalidReplyError):
        made.read(f"Here you are: {REPLY}")
    assert made.judge(Reply(content=REPLY)).outcome == "ok"


def test_the_worked_example_of_the_prompt_passes_our_own_verifier() -> None:
    lines = TEMPLATE.files["example_article.txt"].splitlines()
    shown = " ".join(re.sub(r"^a1\.\d+ (\[.*?\] )?", "", line) for line in lines)
    article = from_text(re.sub(r"'(.*?)'", r"“\1”", shown))
    speech = attribute_story([article])
    story = Story(
        id="s1",
        headline="Another headline",
        sources=(Source(article=article),),
        utterances=speech.utterances,
        actors=speech.actors,
    )
    prompt = engine(ScriptedClient()).render(story)
    asked, example = (message.content for message in reversed(prompt.messages))
    hints = asked[asked.index("a1.1 ") : asked.rindex(marker(story))].split()
    assert hints == example[example.index("a1.1 ") : example.index("Reply:")].split()
    draft = engine(ScriptedClient()).read(TEMPLATE.files["example_reply.json"])
    brief = verify(story, draft)
    assert brief.left_out == ()
    assert [p.actor for p in brief.positions] == [p.actor for p in draft.positions]
    assert [q.speaker for p in brief.positions for q in p.quotations] == ["Ilse Tamm", "Karl Obeng"]
