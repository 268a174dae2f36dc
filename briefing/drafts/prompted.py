"""Story -> Draft by a language model: render the prompt, ask, read the reply."""

from collections.abc import Callable
from functools import partial

from briefing.drafts.asking import STANDARD_LIMITS, Limits, ModeLadder, ask, judge
from briefing.drafts.draft_reply import read_draft
from briefing.drafts.openings import find_opening
from briefing.exchange import Mode, Params, Reply, Request, ResponseFormat, canonical_json, fingerprint
from briefing.models import Client, Judgement, ReplyStore
from briefing.prompts import Material, Prompt, PromptTemplate, View, draw_marker
from briefing.schema import Article, Draft, QuotationKind, Sentence, Story

__all__ = ["PromptedEngine"]

_REPLY_TOKENS = 2_000


class PromptedEngine:
    """Drafts by asking `model` through `client` with a prompt.

    `params` replace a prompt's own parameters as a whole, or are worked out from them; a seed counts up with
    `sample`. `marker` gives the fence mark of the material; replaying recordings needs the one they were made
    with. A `pinned` mode is the only one asked in; otherwise the engine goes to the next lower mode for good
    when the endpoint does not take one. What `replies` keep is not asked again; that needs a `marker` that is
    the same every time.
    """

    name = "prompted"
    failures = ()

    def __init__(
        self,
        client: Client,
        template: PromptTemplate,
        *,
        model: str,
        mode: Mode = Mode.JSON_SCHEMA,
        pinned: bool = False,
        params: Params | Callable[[Params], Params] | None = None,
        sample: int = 1,
        limits: Limits = STANDARD_LIMITS,
        marker: Callable[[Material], str] = draw_marker,
        replies: ReplyStore | None = None,
    ) -> None:
        self.model: str | None = model
        self.prompt: str | None = template.label
        self._client = client
        self._template = template
        self._model = model
        self._ladder = ModeLadder(mode, pinned=pinned)
        self._params = params
        self._sample = sample
        self._limits = limits
        self._marker = marker
        self._replies = replies

    def draft(self, story: Story) -> Draft:
        """Ask until there is a usable reply; raises ModelError where there is none."""
        return self.ask(self.render(story), self.read)

    def ask(self, prompt: Prompt, read: Callable[[str], Draft]) -> Draft:
        """Ask what any prompt asks, until `read` accepts a reply; raises ModelError where it never does."""
        compose = partial(self.request, prompt)
        return ask(
            self._client, compose, read, ladder=self._ladder, limits=self._limits, replies=self._replies
        )

    def render(self, story: Story) -> Prompt:
        """The prompt for a story, with a marker of its own."""
        marker = self._marker(story)
        return self._template.render(story, marker=marker, open_sentences=_open_sentences(story))

    def fill(self, template: PromptTemplate, view: View) -> Prompt:
        """Another prompt with other material, with a marker of its own."""
        return template.fill(view, marker=self._marker(view))

    def longest_reply(self, prompt: Prompt) -> int:
        """The most tokens a reply to a prompt may have, or is taken to have where nothing limits it."""
        return self._parameters(prompt).max_tokens or _REPLY_TOKENS

    def request(self, prompt: Prompt, mode: Mode) -> Request:
        """The first request for a prompt in a mode."""
        messages, params = prompt.messages_for(mode), self._parameters(prompt)
        hashes = {
            "rendered": fingerprint(*(message.content for message in messages)),
            "params": fingerprint(canonical_json(params.wire())),
        }
        return Request(
            model=self._model,
            messages=messages,
            params=params,
            response_format=ResponseFormat(
                mode=mode, name=prompt.schema_name, schema_text=prompt.schema_text
            ),
            sample=self._sample,
            fingerprints=prompt.fingerprints.model_copy(update=hashes),
        )

    def _parameters(self, prompt: Prompt) -> Params:
        given = self._params or prompt.params
        return (given if isinstance(given, Params) else given(prompt.params)).for_sample(self._sample)

    def read(self, content: str) -> Draft:
        """Read a reply's content, also one that came another way; raises InvalidReplyError."""
        return read_draft(content, limits=self._template.limits)

    def judge(self, reply: Reply) -> Judgement:
        """What a reply turned out to be, for its recording."""
        return judge(reply, self.read)


def _open_sentences(story: Story) -> tuple[str, ...]:
    """The numbers of the sentences in which an article itself says that something is open."""
    return tuple(
        article.sentence_id(sentence)
        for article in story.origins
        for sentence in article.sentences
        if find_opening(sentence.span.of(article.text)) and not _is_quoted(story, article, sentence)
    )


def _is_quoted(story: Story, article: Article, sentence: Sentence) -> bool:
    """Whether the sentence is nothing but somebody's words: what is open there is an opinion."""
    spoken = (u for u in story.utterances if u.article_id == article.id and u.kind is QuotationKind.DIRECT)
    return any(span.contains(sentence.span) for utterance in spoken for span in utterance.content)
