"""How much text a model takes at once: as set, or as its endpoint's refusals tell."""

import threading

from briefing.prompts import Prompt

__all__ = ["Window", "count_tokens"]

_BYTES_A_TOKEN = 3
_REFUSED_SHARE = (2, 3)  # of a refused size that is tried next; less would pass by windows that are there
_LEAST_ROOM = 200  # tokens; with less room for an article, sections would be single sentences


class Window:
    """The tokens a model takes, prompt and reply together. Threads may share it.

    Without `tokens` everything is taken to fit until a refusal says otherwise. A pinned window learns
    nothing, so that what is asked does not depend on the endpoint.

    >>> window = Window(None)
    >>> window.tokens, window.learn(9_000, told=4_096), window.tokens
    (None, True, 4096)
    """

    def __init__(self, tokens: int | None = None, *, pinned: bool = False) -> None:
        self._tokens = tokens
        self._pinned = pinned
        self._lock = threading.Lock()

    @property
    def tokens(self) -> int | None:
        """The size; None where nothing is known."""
        with self._lock:
            return self._tokens

    def fits(self, prompt: Prompt, *, reply: int) -> bool:
        """Whether a prompt and the longest reply to it go in together, as far as an estimate can tell."""
        tokens = self.tokens
        return tokens is None or count_tokens(prompt) + reply <= tokens

    def room(self, prompt: Prompt, *, reply: int) -> int:
        """The tokens left for an article beside a prompt without one; 0 where they are too few to be of use.

        The window must be known.
        """
        left = (self.tokens or 0) - count_tokens(prompt) - reply
        return left if left >= _LEAST_ROOM else 0

    def learn(self, size: int, *, told: int | None) -> bool:
        """Take note that `size` tokens were refused, and of the window the endpoint told; False if pinned.

        Where none was told, or one in which the estimate says the request fits, two thirds of the size are
        taken.
        """
        if self._pinned:
            return False
        part, whole = _REFUSED_SHARE
        limit = told if told is not None and told < size else size * part // whole
        with self._lock:
            self._tokens = limit if self._tokens is None else min(self._tokens, limit)
        return True


def count_tokens(prompt: Prompt) -> int:
    """About how many tokens a prompt has at most: a third of its bytes.

    Tokens of English prose have four characters and more, those of numbers and names fewer, and beyond the
    Latin alphabet a character may be a token by itself.
    """
    return -(-sum(len(message.content.encode()) for message in prompt.in_words) // _BYTES_A_TOKEN)
