"""Untrusted text -> text that does nothing in a build log, a comment or a terminal.

A model's words, a template of a pull request and an article can hold anything. A zero-width space is put
where a log would take a command or a comment would call somebody; nothing is taken away but what nobody sees.
"""

import re

from briefing.text import is_invisible, strip_controls

__all__ = ["fence", "neutralise"]

_BREAK = "\u200b"
_COMMAND_RE = re.compile(r"(?<=:)(?=:)|(?<=##)(?=\[)")  # ::error:: and ##[error] of GitHub's and Azure's logs
_MENTION_RE = re.compile(r"@(?=[\w-])")
_RUNS_RE = re.compile(r"`+")


def neutralise(text: str) -> str:
    r"""Drop controls and what nobody sees, and break up commands and mentions.

    >>> neutralise("::error::x @everyone\x1b[31m").replace("\u200b", "|")
    ':|:error:|:x @|everyone[31m'
    """
    visible = "".join(char for char in strip_controls(text) if not is_invisible(char))
    return _MENTION_RE.sub(f"@{_BREAK}", _COMMAND_RE.sub(_BREAK, visible))


def fence(text: str, language: str = "") -> str:
    """Put text into a Markdown fence that is longer than any run of backticks in it.

    >>> print(fence("a ``` b"))
    ````
    a ``` b
    ````
    """
    longest = max((len(run) for run in _RUNS_RE.findall(text)), default=0)
    ticks = "`" * max(3, longest + 1)
    safe = neutralise(text)
    return f"{ticks}{language}\n{safe}{'' if safe.endswith(chr(10)) else chr(10)}{ticks}"
