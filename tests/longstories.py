"""Long stories made up by rule, and a model that answers any prompt about them by rule.

The model reads nothing but the prompt: it gives every listed speaker the numbers behind the name. So a brief
of its replies shows what division and merging do, and nothing of what a model does.
"""

import json
import random
import re
from collections.abc import Sequence

GIVEN = (
    "Ada Bo Carla Dirk Elin Fritz Greta Hugo Ida Jonas Karin Lars Mona Nils Olga Per Rita Sven Tove Ulf"
).split()
FAMILY = (
    "Lund Ekberg Stahl Tolland Brandt Quist Reyle Moss Adler Vance Harrow Selby Thorn Wexley Pryce Norrby "
    "Falk Granger Hollis Kessler Linden Marsh Orrin Penrose Rask"
).split()
ROLES = "Councillor Mayor Professor Judge Inspector Director Engineer Captain".split()
NOUNS = (
    "bridge ferry harbour timetable budget bank noise traffic school market river pier toll contract".split()
)
VERBS = "close rebuild delay fund cancel widen guard measure survey repaint lease drain".split()
TAILS = (
    "before the winter,without a vote,for a generation,at any price,by the spring,while prices rise,"
    "as the law demands,against all advice,in a single night,with borrowed money"
).split(",")

PLACES = (
    "Kessler Street,Norrby Market,Lake Orrin,Ferry Lane,Stone Quay,Selby Hill,Mill Island,Harrow Gate,"
    "Old Customs House,Penrose Dock,Wexley Park,Saint Olaf"
).split(",")


def article(number: int, *, paragraphs: int = 4, speakers: int = 2) -> str:
    """An article about the bridge of Halden: Mayor Ada Lund speaks in each, the others in this one alone."""
    luck = random.Random(number)  # noqa: S311 -- the same text for the same number
    names = [
        f"{GIVEN[(number * 3 + n * 7) % 20]} {FAMILY[(number + n * 11) % 24 + 1]}" for n in range(speakers)
    ]
    people = [("Mayor", "Ada Lund"), *((luck.choice(ROLES), name) for name in names)]
    lines = [f"Halden bridge plan divides council, part {number}", "", _agency(number // 9)]
    lines += ["", _agency(number // 9 + 1)]
    for turn in range(paragraphs):
        role, name = people[turn % len(people)]
        lines += ["", f"“{_claim(luck)},” said {role} {name}. {_narration(luck)} {_narration(luck)}"]
    lines += ["", f"It is not clear {_clause(luck)}."]
    return "\n".join(lines) + "\n"


def long_article(characters: int, *, seed: int = 7) -> str:
    """One article of at least so many characters, in paragraphs of which every other holds a quotation."""
    luck = random.Random(seed)  # noqa: S311 - invented text, no secret
    names = [f"{given} {family}" for given, family in zip(GIVEN, FAMILY, strict=False)]
    lines = ["Halden bridge plan divides council", "", _lead(luck)]
    length, turn = 0, 0
    while length < characters:
        name = names[turn % len(names)]
        paragraph = f"“{_claim(luck)},” said {ROLES[turn % 8]} {name}. " if turn % 2 else ""
        paragraph += " ".join(_narration(luck) for _ in range(4))
        lines += ["", paragraph]
        length, turn = length + len(paragraph), turn + 1
    return "\n".join(lines) + "\n"


def _agency(number: int) -> str:
    """A paragraph that several articles take from one agency: what makes them one story."""
    luck = random.Random(-number)  # noqa: S311 - invented text, no secret
    places = luck.sample(PLACES, 8)
    return (
        f"{_lead(luck)} The bridge leads from {places[0]} by {', '.join(places[1:4])} and on to {places[4]}. "
        f"Engineer Mirko Stahl of {places[5]} drew it, and {places[6]} paid for it with {places[7]}. "
        + " ".join(_narration(luck) for _ in range(3))
    )


def _lead(luck: random.Random) -> str:
    plan = f"{luck.choice(VERBS)} the Halden bridge {luck.choice(TAILS)}"
    return f"The council of Halden argued on Monday over a plan to {plan}."


def _claim(luck: random.Random) -> str:
    return f"We will not {luck.choice(VERBS)} the {luck.choice(NOUNS)} {luck.choice(TAILS)}"


def _narration(luck: random.Random) -> str:
    return (
        f"The {luck.choice(NOUNS)} near the {luck.choice(NOUNS)} took {luck.randrange(3, 90)} weeks to "
        f"{luck.choice(VERBS)}, {luck.choice(TAILS)}."
    )


def _clause(luck: random.Random) -> str:
    return f"who would {luck.choice(VERBS)} the {luck.choice(NOUNS)} {luck.choice(TAILS)}"


# --- the model -----------------------------------------------------------------------------------------

_LISTED_RE = re.compile(r"^- (?P<name>[^:\n]+): (?P<numbers>a\d+\.\d+(?: a\d+\.\d+)*)$", re.MULTILINE)
_FIRST_RE = re.compile(r"^(a\d+\.\d+)(?: \[[^\]]*\])? (.+)$", re.MULTILINE)
_OPEN_RE = re.compile(r"^Sentences that leave something open: (.+)$", re.MULTILINE)
_ACTOR_RE = re.compile(r"^(?P<name>[^-\n(][^\n(]*)\n(?P<claims>(?:- .+\n?)+)", re.MULTILINE)
_NUMBERS_RE = re.compile(r"\(((?:a\d+\.\d+ ?)+)\)$", re.MULTILINE)


def is_merge(user: str) -> bool:
    """Whether a prompt asks to merge."""
    return user.startswith("The drafts.")


def answer(user: str) -> str:
    """What the model says to a prompt's second message."""
    return answer_merge(user) if is_merge(user) else answer_story(user)


def answer_story(user: str) -> str:
    number, text = _FIRST_RE.findall(user)[0]
    speakers = [(m["name"], m["numbers"].split()[:2], "for") for m in _LISTED_RE.finditer(user)]
    opened = _OPEN_RE.search(user)
    open_numbers = opened[1].split()[:2] if opened else []
    sentences = dict(_FIRST_RE.findall(user))
    return _reply([number], text, speakers, [(sentences[n], [n]) for n in open_numbers])


def answer_merge(user: str) -> str:
    section = user.partition("Sections:\n- ")[2].partition("\n")[0]
    numbers = re.findall(r"a\d+\.\d+", section)[:1]
    text = section.partition(" (")[0]
    listed = user.partition("\nSpeakers:\n")[2].partition("\nOpen questions:\n")
    speakers = [
        (m["name"], [n for found in _NUMBERS_RE.findall(m["claims"]) for n in found.split()][:3], "for")
        for m in _ACTOR_RE.finditer(listed[0])
    ]
    questions = [
        (line[2:].partition(" (")[0], _NUMBERS_RE.findall(line)[0].split()[:3])
        for line in listed[2].splitlines()
        if line.startswith("- ")
    ]
    return _reply(numbers, text, speakers, questions[:4])


def _reply(
    numbers: list[str],
    text: str,
    speakers: Sequence[tuple[str, list[str], str]],
    questions: Sequence[tuple[str, list[str]]],
) -> str:
    line = {"evidence": numbers, "text": text}
    return json.dumps(
        {
            "bottom_line": [line],
            "headline": line,
            "issue": line,
            "open_questions": [
                {"evidence": cited, "question": asked, "why_open": ""} for asked, cited in questions
            ],
            "positions": [
                {"actor": name, "evidence": cited, "stance": stance, "summary": ""}
                for name, cited, stance in speakers
            ],
        }
    )
