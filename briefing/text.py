"""Pure text functions that several stages share: folding that keeps meaning, and controls stripped.

Folding covers quotation marks, dashes, white space and invisible characters, never case, figures or words.
"""

import re
import unicodedata

_CONTROLS_RE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MARKS = {
    **dict.fromkeys("“”„‟«»＂″", '"'),
    **dict.fromkeys("‘’‚‛‹›ʼ′´`", "'"),
    **dict.fromkeys("–—―‒−‐‑", "-"),
}
_SPACES_RE = re.compile(r"\s+")
_INVISIBLE_RE = re.compile("[\u00ad\ufe00-\ufe0f\U000e0000-\U000e0fff]")


def fold(text: str) -> tuple[str, list[int]]:
    r"""Fold marks, dashes, white space and invisible characters; return the result and its offsets.

    The list holds, for every character of the result, the offset in `text` it came from, and one more for
    the end. `''` counts as one double mark.

    >>> fold("“A\u00a0 b”")[0]
    '"A b"'
    >>> fold("a  b")[1]
    [0, 1, 3, 4]
    """
    out: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        if is_invisible(char):
            continue
        folded = " " if char.isspace() else _MARKS.get(char, char)
        if folded == " " and out and out[-1] == " ":
            continue
        if folded == "'" and out and out[-1] == "'" and offsets[-1] == index - 1:
            out[-1] = '"'
            continue
        out.append(folded)
        offsets.append(index)
    return "".join(out), [*offsets, len(text)]


def folded(text: str) -> str:
    r"""Fold as `fold` does, without the offsets; many times faster.

    >>> folded("“A\u00a0 b” \u200b''c''")
    '"A b" "c"'
    """
    return _SPACES_RE.sub(" ", text.translate(_FOLDS)).replace("''", '"')


class _Folds(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = "" if is_invisible(char) else _MARKS.get(char, char)
        return self[code]


_FOLDS = _Folds()


def is_invisible(char: str) -> bool:
    r"""Whether a character shows nothing: format controls, variation selectors, tags.

    >>> is_invisible("\u200b"), is_invisible("a")
    (True, False)
    """
    return not char.isascii() and (
        unicodedata.category(char) == "Cf" or _INVISIBLE_RE.match(char) is not None
    )


def strip_controls(text: str) -> str:
    r"""Drop C0 and C1 controls but newline and tab, so that untrusted text can do nothing to a terminal.

    >>> strip_controls("a\x1b[31mb\n")
    'a[31mb\n'
    """
    return _CONTROLS_RE.sub("", text)
