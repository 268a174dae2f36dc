"""Text -> numbered sentences, by rules for English and German, in linear time.

A sentence never crosses a paragraph. Its closing quotation marks belong to it, and so does what goes on in
lower case after them: `“Why?” he asked.` is one sentence.
"""

import re
from collections.abc import Iterator

from briefing.articles.words import word_set
from briefing.schema import Sentence, Span

__all__ = ["cut_paragraphs", "cut_sentences", "is_abbreviation"]

_MARK = r".!?…"
_CLOSER = r"”\"’'»«“‘‹›)\]"
_OPENERS = " \t\n\r\u00a0\u202f“”\"„‚‘’'«»‹›([—–-*•"
# The look-behind lets a run of marks be tried once only, which keeps a page of dots linear.
_CANDIDATE_RE = re.compile(
    rf"(?<![{_MARK}])(?P<mark>[{_MARK}]++)"
    rf"(?P<close>[{_CLOSER}]*+(?:[ \u00a0\u202f][»”](?=\s|\Z))?+)(?:\s++|\Z)"
    r"|(?<![。！？])[。！？]++[”」』）]*+"
)
_WORD_RE = re.compile(r"[^\W_](?:[\w’'-]*\w)?")
_LEFT_RE = re.compile(r"[^\s“”„\"‘‚«»(\[—–]*\Z")
_LETTERS_RE = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_LEFT_REACH = 24

_NEVER = word_set("""
    mr mrs ms dr prof gen sen sens rep reps gov govs lt col sgt capt maj adm cmdr rev hon pres amb msgr
    supt messrs mme mlle e.g i.e cf viz vs z.b d.h o.ä u.ä bzw ca vgl sog evtl ggf inkl zzgl hr hrn dipl
    ing geb
""")
_BEFORE_NUMBER = word_set("no nos nr nrn art sec fig vol p pp abs kap bd ziff tel para")
_MAY_END = word_set("""
    jr sr st ste mt ft inc corp co cos ltd bros llc etc al ave blvd rd dept assn univ est approx jan feb
    mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ala ariz ark
    calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn
    tex va vt wash wis wyo ph.d b.a m.a usw mio mrd std str chr jh bzgl max min mind
""")
_CLOCK = frozenset(("a.m", "p.m", "am", "pm"))
_AFTER_CLOCK_RE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.|[A-Z]{2,4}\b"
    r"|Eastern|Central|Mountain|Pacific|Greenwich|London|Berlin|Moscow)"
)
_STARTERS = word_set("""
    the a an it he she they we i you this that these those but and so yet or nor in on at for from by to
    of if when while as after before with without since until there here his her its our their my your
    what who why how where which both some many most several one two three also however meanwhile instead
    still then now not no all any each every such other others another under over between among during
    despite although though because asked according earlier later der die das ein eine einen einem er sie
    es wir ich ihr im am auf aber und doch auch bei nach mit vor zu zum zur für wenn als wie was wer dies
    diese dieser dieses dort damit dabei dazu seit laut denn weil nun nicht sein seine ihre unter über
    zwischen während trotz jedoch
""")
_MONTHS_DE = word_set("januar februar märz april mai juni juli august september oktober november dezember")
_DAY_DIGITS = 2
_ASKING_RE = re.compile(
    r"(?:(?:the|a|an|one|of|and|der|die|das|ein|eine|[A-Z][\w.’'-]*)\s){1,6}+"
    r"(?:said|says|asked|asks|replied|responded|added|wrote|tweeted|shouted|wondered|exclaimed|demanded|joked"
    r"|fragte|fragt|sagte|rief|schrieb)"
    r"(?=[.,;]|\Z|\s(?:on|in|at|during|when|as|after|to|with|reporters|me|him|her|them|us)\b)"
)
_WRAP_SHORTEST, _WRAP_LONGEST = 50, 100


def cut_sentences(text: str, *, language: str = "en") -> tuple[Sentence, ...]:
    """Cut `text` into sentences numbered from 1; every character but outer white space is in one of them.

    >>> text = "Mr. Tusk left at 9 a.m. “Why now?” he was asked. “No comment.” Then it rained."
    >>> [sentence.span.of(text) for sentence in cut_sentences(text)]
    ['Mr. Tusk left at 9 a.m.', '“Why now?” he was asked.', '“No comment.”', 'Then it rained.']
    """
    spans = (
        span
        for paragraph in cut_paragraphs(text)
        for span in _sentences_of(text, paragraph, language=language)
    )
    return tuple(Sentence(number=number, span=span) for number, span in enumerate(spans, start=1))


def cut_paragraphs(text: str) -> Iterator[Span]:
    r"""Yield the paragraphs: blocks between blank lines, or single lines where a block is not hard-wrapped.

    >>> [span.of("One.\nTwo.\n\nThree.") for span in cut_paragraphs("One.\nTwo.\n\nThree.")]
    ['One.', 'Two.', 'Three.']
    """
    block: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if span := _trim(text, start, start + len(line)):
            block.append(span)
        else:
            yield from _unwrap(text, block)
            block = []
        start += len(line)
    yield from _unwrap(text, block)


def is_abbreviation(word: str) -> bool:
    """Whether a full stop after `word` belongs to the word wherever it stands.

    >>> is_abbreviation("Mr"), is_abbreviation("e.g"), is_abbreviation("talks")
    (True, True, False)
    """
    return word.lower() in _NEVER


def _unwrap(text: str, lines: list[Span]) -> Iterator[Span]:
    """Join the lines of a block that an editor or mailer has wrapped at a column."""
    if len(lines) > 1 and _is_wrapped(text, lines):
        yield Span(lines[0].start, lines[-1].end)
    else:
        yield from lines


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    full = [span.end - span.start for span in lines[:-1]]
    if min(full) < _WRAP_SHORTEST or max(full) > _WRAP_LONGEST:
        return False
    open_ends = sum(text[span.end - 1] not in f"{_MARK}{_CLOSER}" for span in lines[:-1])
    return 2 * open_ends > len(full) or (open_ends > 0 and text[lines[1].start].islower())


def _sentences_of(text: str, paragraph: Span, *, language: str) -> Iterator[Span]:
    start = paragraph.start
    for match in _CANDIDATE_RE.finditer(text, paragraph.start, paragraph.end):
        if match["mark"] is None or _ends_sentence(text, start, match, paragraph.end, language=language):
            if span := _trim(text, start, match.end()):
                yield span
            start = match.end()
    if span := _trim(text, start, paragraph.end):
        yield span


def _ends_sentence(text: str, start: int, match: re.Match[str], end: int, *, language: str) -> bool:
    """Whether the sentence that began at `start` ends with the marks of `match`."""
    following = _first_word(text, match.end(), end)
    if following is None:
        return text[match.end() : match.end() + 1] not in set(_MARK)
    word = following.group()
    if word[0].islower() and word.islower():
        return False
    if match["mark"] != ".":
        return not _goes_on(text, match, end)
    if match["close"] and not match["close"].startswith((")", "]")):
        return True
    left = _left_word(text, start, match.start())
    return _may_end(
        left, text, following, is_first=_is_first(text, start, match.start(), left), language=language
    )


def _first_word(text: str, position: int, end: int) -> re.Match[str] | None:
    while position < end and text[position] in _OPENERS:
        position += 1
    return _WORD_RE.match(text, position, end)


def _goes_on(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the words after `?”` only name who asked, or an ellipsis stands inside the sentence."""
    if match["close"]:
        return _ASKING_RE.match(text, match.end(), min(end, match.end() + 120)) is not None
    is_ellipsis = match["mark"] in {"...", "…"}
    return is_ellipsis and text[match.start() - 1 : match.start()].isspace()


def _left_word(text: str, start: int, stop: int) -> str:
    found = _LEFT_RE.search(text, max(start, stop - _LEFT_REACH), stop)
    return found.group() if found else ""


def _is_first(text: str, start: int, stop: int, left: str) -> bool:
    return not text[start : min(stop, start + _LEFT_REACH)].strip(_OPENERS).removesuffix(left)


def _may_end(left: str, text: str, following: re.Match[str], *, is_first: bool, language: str) -> bool:
    """Judge a single full stop by the word before it and the one after."""
    word, lower = following.group(), left.lower()
    starts = word.lower() in _STARTERS or text[following.start() - 1] in '“„"«»‘'
    if left.isdigit():
        return not _is_ordinal(left, word, is_first=is_first, language=language)
    if lower in _BEFORE_NUMBER:
        return not word[0].isdigit()
    if is_abbreviation(left):
        return False
    if lower in _CLOCK:
        return starts or _AFTER_CLOCK_RE.match(text, following.start()) is None
    if len(left) == 1 and left.isalpha():
        return starts and left.isupper()
    return starts or not (lower in _MAY_END or _LETTERS_RE.match(left))


def _is_ordinal(left: str, word: str, *, is_first: bool, language: str) -> bool:
    """Whether `3.` numbers a list or, in German, a day (`am 3. Oktober`)."""
    if is_first:
        return True
    return (
        language == "de"
        and len(left) <= _DAY_DIGITS
        and (word.lower() in _MONTHS_DE or word.lower() not in _STARTERS)
    )


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
