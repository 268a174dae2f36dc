"""Material + template -> Prompt. A prompt is a folder of Jinja templates with a `prompt.toml` beside them.

    system.j2, user.j2   the two messages
    in_words.j2          added to the first where the endpoint does not enforce the reply's shape
    schema.json          the shape of the reply
    prompt.toml          what the prompt is for, its version, parameters and limits

The material is a story, or what drafts say of one. It reaches a template as values alone and is never a
template. Templates are the operator's own code, run in a sandbox. The same material, template and marker
always give the same prompt.
"""

import hashlib
import json
import secrets
import tomllib
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from briefing.errors import PromptError
from briefing.exchange import Fingerprints, Message, Mode, Params, Role, canonical_json, fingerprint
from briefing.list_limits import limited
from briefing.pasting import paste_text
from briefing.schema import Article, Polarity, Story, Utterance

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = [
    "Material",
    "Prompt",
    "PromptTemplate",
    "View",
    "derive_marker",
    "draw_marker",
    "load_prompt",
    "make_template",
    "plain_line",
    "prompts_folder",
]

# What a template sees: plain values by name. A story has a view of its own; other material is one.
View: TypeAlias = Mapping[str, JsonValue]
Material: TypeAlias = Story | View

_SYSTEM, _USER, _IN_WORDS = "system.j2", "user.j2", "in_words.j2"
_MANIFEST, _SCHEMA = "prompt.toml", "schema.json"
_FILES = (_SYSTEM, _USER, _IN_WORDS, _MANIFEST, _SCHEMA)
_SIDES = 2
_WITH_SCHEMA = frozenset({Mode.JSON_SCHEMA, Mode.JSON_SCHEMA_UNLIMITED})
_MARKED_WEIGHT = 3
_MARKS = str.maketrans(dict.fromkeys('"“”„‟«»＂‘‚‛‹›', "'"))


class Manifest(BaseModel):
    """What `prompt.toml` says. `response_schema` is the name the reply's shape has on the wire."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(ge=1)
    purpose: str
    response_schema: str = Field(alias="schema")
    parameters: Params = Params()
    limits: dict[str, int] = Field(default_factory=dict)


@dataclass(frozen=True)
class Prompt:
    """What to send for one question, and what it was made from.

    `messages` go to an endpoint that enforces the shape; `in_words` hold it as text as well, for every
    other endpoint and for a chat window.
    """

    messages: tuple[Message, ...]
    in_words: tuple[Message, ...]
    schema_name: str
    schema_text: str
    params: Params
    fingerprints: Fingerprints

    def messages_for(self, mode: Mode) -> tuple[Message, ...]:
        """The messages for an endpoint that is asked in this mode."""
        return self.messages if mode in _WITH_SCHEMA else self.in_words

    @property
    def text(self) -> str:
        """The whole prompt as one text, to paste into a chat window."""
        return paste_text(self.in_words)


@dataclass(frozen=True)
class PromptTemplate:
    """A prompt's folder, read and checked. `files` are its texts by name; `closure` is their hash."""

    name: str
    files: Mapping[str, str]
    manifest: Manifest
    closure: str

    @property
    def label(self) -> str:
        """Name and version, as a brief's footer gives them."""
        return f"{self.name} {self.manifest.version}"

    @property
    def limits(self) -> Mapping[str, int]:
        """How many items the reply may hold, by list."""
        return self.manifest.limits

    @property
    def _schema(self) -> str:
        return canonical_json(limited(json.loads(self.files[_SCHEMA]), self.limits))

    def render(self, story: Story, *, marker: str, open_sentences: Sequence[str] = ()) -> Prompt:
        """Render for a story, whose articles the marker fences on both sides.

        `open_sentences` are the numbers of sentences known to leave something open, as a hint.
        Raises PromptError for a variable that does not exist (it names the template and the line), and for a
        marker that does not stand exactly twice in the result.
        """
        return self.fill(_view(story, open_sentences), marker=marker)

    def fill(self, view: View, *, marker: str) -> Prompt:
        """Render for any other material; raises PromptError as `render` does."""
        given = {"marker": marker, "limits": self.manifest.limits, "schema": self._schema}
        system, user, note = self._texts({**view, **given})
        if marker in system + note or user.count(marker) != _SIDES:
            raise PromptError(
                f"Prompt {self.name}: {_USER} must hold the marker exactly twice, around the material, "
                "and nothing else may hold it."
            )
        messages = _messages(system, user)
        return Prompt(
            messages=messages,
            in_words=_messages(f"{system}\n\n{note}", user),
            schema_name=self.manifest.response_schema,
            schema_text=self._schema,
            params=self.manifest.parameters,
            fingerprints=self._fingerprints(messages, view),
        )

    def _texts(self, values: Mapping[str, object]) -> tuple[str, str, str]:
        system, user, note = (_render(self.files, self.name, n, values) for n in (_SYSTEM, _USER, _IN_WORDS))
        return system, user, note

    def _fingerprints(self, messages: tuple[Message, ...], view: Mapping[str, JsonValue]) -> Fingerprints:
        return Fingerprints(
            template_closure=self.closure,
            rendered=fingerprint(*(message.content for message in messages)),
            input=fingerprint(canonical_json(view)),
            response_schema=fingerprint(self._schema),
            params=fingerprint(canonical_json(self.manifest.parameters.wire())),
        )


def load_prompt(name: str, *, folder: Path | None = None) -> PromptTemplate:
    """Read a prompt by name from `folder`, or else from the prompts that came with the program.

    Raises PromptError that names what is missing or wrong.
    """
    where = (folder or prompts_folder()) / name
    try:
        paths = sorted(path for path in where.iterdir() if path.is_file())
        files = {path.name: path.read_text(encoding="utf-8") for path in paths}
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"There is no readable prompt {name!r} in {where.parent}: {error}.") from error
    return make_template(name, files)


def prompts_folder() -> Path:
    """Where the prompts lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "_prompts"
    return installed if installed.is_dir() else package.parent / "prompts"


def make_template(name: str, files: Mapping[str, str]) -> PromptTemplate:
    """Make a template of a prompt's files by name; raises PromptError that names the file and the fault."""
    texts = {file: text.replace("\r\n", "\n") for file, text in files.items()}
    missing = [file for file in _FILES if file not in texts]
    if missing:
        raise PromptError(f"Prompt {name} has no {' and no '.join(missing)}.")
    manifest = _manifest(name, texts[_MANIFEST])
    _check_schema(name, texts[_SCHEMA])
    limits = canonical_json(dict(manifest.limits))
    used = sorted(_closure(_environment(texts), name, texts))
    parts = [part for file in used for part in (file, texts[file])]
    return PromptTemplate(name, texts, manifest, fingerprint(limits, *parts))


def _manifest(name: str, text: str) -> Manifest:
    try:
        return Manifest.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"Prompt {name}: {_MANIFEST} is no TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise PromptError(f"Prompt {name}: {_MANIFEST}, {key}: {first['msg']}.") from error


def _check_schema(name: str, text: str) -> None:
    try:
        schema = json.loads(text)
    except ValueError as error:
        raise PromptError(f"Prompt {name}: {_SCHEMA} is no JSON: {error}.") from error
    if not isinstance(schema, dict):
        raise PromptError(f"Prompt {name}: {_SCHEMA} is no JSON object.")


def _environment(files: Mapping[str, str]) -> "Environment":
    return _compiled(tuple(sorted(files.items())))


@lru_cache(maxsize=16)
def _compiled(files: tuple[tuple[str, str], ...]) -> "Environment":
    """One environment for equal files: a suite renders the same templates for every case."""
    from jinja2 import FunctionLoader, StrictUndefined, select_autoescape
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    texts = dict(files)
    return ImmutableSandboxedEnvironment(
        # With a file name of its own, each template can be told in a traceback.
        loader=FunctionLoader(lambda name: (texts[name], name, None) if name in texts else None),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=(), default=False),  # a prompt is no HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _closure(environment: "Environment", name: str, files: Mapping[str, str]) -> set[str]:
    """Every template the three begin with or include; an include that is computed is refused."""
    from jinja2 import TemplateSyntaxError, meta

    seen: set[str] = set()
    waiting = [_SYSTEM, _USER, _IN_WORDS]
    while waiting:
        file = waiting.pop()
        seen.add(file)
        try:
            found = set(meta.find_referenced_templates(environment.parse(files[file], filename=file)))
        except TemplateSyntaxError as error:
            raise PromptError(f"Prompt {name}: {file}, line {error.lineno}: {error.message}.") from error
        if None in found:
            raise PromptError(
                f"Prompt {name}: {file} includes a file whose name is computed; write the name, so that it "
                "can be told what a prompt is made of."
            )
        if not all(other in files for other in found):
            raise PromptError(f"Prompt {name}: {file} includes a file that is not in its folder.")
        waiting += [other for other in found if other is not None and other not in seen]
    return seen


def _render(files: Mapping[str, str], name: str, file: str, values: Mapping[str, object]) -> str:
    from jinja2 import TemplateError

    try:
        return _environment(files).get_template(file).render(values).strip()
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        place = _place_of(error, files) or file
        raise PromptError(f"Prompt {name}: {place}: {str(error).rstrip('.')}.") from error


def _place_of(error: BaseException, files: Mapping[str, str]) -> str | None:
    """The template, an included one perhaps, and its line: Jinja puts their frames into the traceback."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return next(
        (f"{frame.filename}, line {frame.lineno}" for frame in frames if frame.filename in files), None
    )


def _messages(system: str, user: str) -> tuple[Message, ...]:
    return (Message(role=Role.SYSTEM, content=system), Message(role=Role.USER, content=user))


# --- what a template sees of a story -------------------------------------------------------------------


class _Speaker(NamedTuple):
    """A voice of the story with the numbers of the sentences that hold its words."""

    name: str
    role: str | None
    sentences: list[str]
    weight: int  # quotations in marks count more than words without


def _view(story: Story, open_sentences: Sequence[str] = ()) -> dict[str, JsonValue]:
    """The story as plain values, for templates and for the fingerprint of the input."""
    speakers = sorted(_speakers(story), key=lambda speaker: -speaker.weight)
    labels: dict[str, list[str]] = {}
    for speaker in speakers:
        for number in speaker.sentences:
            labels.setdefault(number, []).append(speaker.name)
    return {
        "articles": [_article_view(article, labels) for article in story.origins],
        "speakers": [{"name": s.name, "role": s.role, "sentences": list(s.sentences)} for s in speakers],
        "open_sentences": list(open_sentences),
    }


def _article_view(article: Article, labels: Mapping[str, Sequence[str]]) -> JsonValue:
    return {
        "id": article.id,
        "outlet": _one_line(article.outlet),
        "title": _plain_marks(_one_line(article.title)),
        "day": article.published.day.isoformat() if article.published else None,
        "sentences": [
            {
                "id": article.sentence_id(sentence),
                "text": _plain_marks(_one_line(sentence.span.of(article.text))),
                "speakers": list(labels.get(article.sentence_id(sentence), [])),
            }
            for sentence in article.sentences
        ],
    }


def plain_line(text: str) -> str:
    """A text as templates show it: on one line, every quotation mark an apostrophe.

    >>> plain_line("a  “b” c")
    "a 'b' c"
    """
    return " ".join(text.split()).translate(_MARKS)


def _plain_marks(text: str | None) -> str | None:
    """Every quotation mark as an apostrophe: small models end a JSON string at any other."""
    return None if text is None else text.translate(_MARKS)


def _one_line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _speakers(story: Story) -> Iterator[_Speaker]:
    """Who certainly says something, in the order of the actors, and in which sentences."""
    for actor in story.actors:
        said = [u for u in story.utterances if u.actor == actor and u.polarity is Polarity.ASSERTED]
        numbers = dict.fromkeys(number for utterance in said for number in _numbers(story, utterance))
        if numbers:
            weight = sum(_MARKED_WEIGHT if utterance.marked else 1 for utterance in said)
            yield _Speaker(actor.name, _one_line(actor.role), list(numbers), weight)


def _numbers(story: Story, utterance: Utterance) -> Iterator[str]:
    article = story.articles[utterance.article_id]
    for span in utterance.content:
        yield from (article.sentence_id(sentence) for sentence in article.sentences_of(span))


# --- markers -------------------------------------------------------------------------------------------


def draw_marker(material: Material, *, draw: Callable[[], str] = lambda: secrets.token_hex(16)) -> str:
    """A random 128-bit marker that occurs nowhere in the material; drawn again while it does."""
    text = _fenced(material)
    marker = draw()
    while marker in text:
        marker = draw()
    return marker


def derive_marker(case: str, material: Material) -> str:
    """The marker of a golden case's material: always the same, so that its recordings can be found again."""
    state = hashlib.sha256(f"{case}\n{_fenced(material)}".encode()).hexdigest()
    return draw_marker(material, draw=_chain(state))


def _fenced(material: Material) -> str:
    return canonical_json(_view(material) if isinstance(material, Story) else material)


def _chain(state: str) -> Callable[[], str]:
    """Each call gives the first half of the next link of a chain of hashes."""
    links = _links(state)
    return lambda: next(links)


def _links(state: str) -> Iterator[str]:
    while True:
        yield state[:32]
        state = hashlib.sha256(state.encode()).hexdigest()
