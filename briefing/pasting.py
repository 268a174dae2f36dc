"""A prompt's messages -> the text to paste into a chat window, in one piece or in several."""

from collections.abc import Sequence

from briefing.exchange import Message

__all__ = ["paste_text", "split_text"]

_WAIT = "[Part {} of {}. Wait for the last part; reply only: OK.]"


def paste_text(messages: Sequence[Message]) -> str:
    """Messages as one text, to paste into a chat window."""
    return "\n\n".join(message.content for message in messages) + "\n"


def split_text(text: str, count: int) -> tuple[str, ...]:
    r"""The text in at most `count` parts of about one size, cut between lines, for windows with a limit.

    Every part but the last ends by asking the model to wait.

    >>> split_text("one\ntwo\n", 2)
    ('one\n[Part 1 of 2. Wait for the last part; reply only: OK.]\n', 'two\n')
    """
    chunks, rest = [""], len(text)  # what is not in a finished part is shared out among those to come
    for line in text.splitlines(keepends=True):
        size = -(-rest // max(count - len(chunks) + 1, 1))
        if chunks[-1] and len(chunks[-1]) + len(line) > size and len(chunks) < count:
            rest -= len(chunks[-1])
            chunks.append("")
        chunks[-1] += line
    waiting = [f"{chunk}{_WAIT.format(n, len(chunks))}\n" for n, chunk in enumerate(chunks[:-1], 1)]
    return (*waiting, chunks[-1])
