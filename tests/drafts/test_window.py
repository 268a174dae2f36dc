import pytest

from briefing.drafts.window import Window, count_tokens
from briefing.exchange import Message, Role
from briefing.prompts import Prompt, load_prompt, make_template

FILES = {
    "system.j2": "{{ 's' * 300 }}",
    "user.j2": "{{ marker }}{{ text }}{{ marker }}",
    "in_words.j2": "",
    "schema.json": "{}",
    "prompt.toml": 'version = 1\npurpose = "p"\nschema = "n"\n',
}
TEMPLATE = make_template("t", FILES)


def prompt(text: str) -> Prompt:
    return TEMPLATE.fill({"text": text}, marker="m" * 30)


def test_tokens_are_a_third_of_the_bytes_so_that_no_alphabet_is_counted_short() -> None:
    bare = count_tokens(prompt(""))
    assert bare == pytest.approx(120, abs=2)
    assert count_tokens(prompt("a" * 300)) - bare == 100
    assert count_tokens(prompt("桥" * 100)) - bare == 100


def test_an_estimate_is_not_below_what_a_tokenizer_counted() -> None:
    """Qwen2.5 counts 2,434 tokens for the golden case tram-vote, whose messages have 8,237 characters."""
    said = "a" * 8_237
    message = Message(role=Role.USER, content=said)
    shown = Prompt((message,), (message,), "n", "{}", load_prompt("story").manifest.parameters, None)
    assert 2_434 <= count_tokens(shown) <= 1.2 * 2_434


def test_without_a_size_everything_fits() -> None:
    assert Window().fits(prompt("a" * 1_000_000), reply=10_000)


def test_prompt_and_reply_go_in_together() -> None:
    size = count_tokens(prompt("a" * 300))
    assert Window(size + 50).fits(prompt("a" * 300), reply=50)
    assert not Window(size + 50).fits(prompt("a" * 300), reply=51)


def test_room_is_what_is_left_and_too_little_is_none() -> None:
    bare = prompt("")
    size = count_tokens(bare)
    assert Window(size + 1_300).room(bare, reply=300) == 1_000
    assert Window(size + 400).room(bare, reply=300) == 0
    assert Window(10).room(bare, reply=300) == 0


@pytest.mark.parametrize(
    ("told", "learnt"),
    [(4_096, 4_096), (None, 6_000), (9_000, 6_000), (16_000, 6_000)],
)
def test_a_refusal_tells_the_size_or_takes_a_third_from_what_was_refused(
    told: int | None, learnt: int
) -> None:
    window = Window()
    assert window.learn(9_000, told=told)
    assert window.tokens == learnt


def test_a_window_never_grows() -> None:
    window = Window(2_000)
    window.learn(10_000, told=4_096)
    assert window.tokens == 2_000


def test_a_pinned_window_learns_nothing() -> None:
    window = Window(8_000, pinned=True)
    assert not window.learn(10_000, told=4_096)
    assert window.tokens == 8_000
