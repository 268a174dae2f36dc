"""What the endpoint of the settings is and does: reached, its models, its mode, its speed."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from briefing.doctor.checks import Check, Level
from briefing.errors import ModelError
from briefing.exchange import Fault, Mode, Reply, Request
from briefing.models.probe import Probe, Shape, measure_speed, probe_modes
from briefing.settings import Settings
from briefing.text import strip_controls

__all__ = ["Asked", "Endpoint", "check_endpoint"]

_NAMED = 5
_NAME_SHOWN = 80
_SLOW = 5.0  # tokens a second; below it a story takes minutes


class Endpoint(Protocol):
    """A client that can tell its models too."""

    def complete(self, request: Request) -> Reply:
        """Answer, or raise a ModelError."""
        ...

    def list_models(self) -> tuple[str, ...]:
        """The names of the models, or a ModelError."""
        ...


class Asked(NamedTuple):
    """What came of asking: the checks, and what to set if the model answered."""

    checks: tuple[Check, ...]
    model: str | None = None
    mode: Mode | None = None


def check_endpoint(client: Endpoint, settings: Settings, *, draw: Callable[[], str]) -> Asked:
    """Reach the endpoint, then ask the model that is set, or the only one there is.

    Sends a few short requests of our own making, nothing of any article; `draw` gives their random words.
    """
    try:
        names = tuple(_shown(name) for name in client.list_models())
    except ModelError as error:
        reached = _unlisted(error, settings)
        if reached.level is Level.FAIL:
            return Asked((reached,))
        names = ()
    else:
        reached = _reached(names, settings)
    model = settings.model or (names[0] if len(names) == 1 else None)
    if model is None:
        return Asked((reached, _no_model(names)))
    return _ask(client, model, settings, draw, (reached, *_check_name(model, names)))


def _reached(names: Sequence[str], settings: Settings) -> Check:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    told = f"{len(names)} listed: {', '.join(names[:_NAMED])}{more}" if names else "no model listed"
    detail = f"{settings.base_url} answers; {told}"
    return Check(name="endpoint", level=Level.OK, detail=detail, is_endpoint=True)


def _unlisted(error: ModelError, settings: Settings) -> Check:
    """A missing list is no failure if there is a model to ask; everything else is."""
    level, remedy = Level.FAIL, "start the server, or set the address it has"
    match error.fault:
        case Fault.NOT_FOUND:
            level = Level.WARN if settings.model else Level.FAIL
            detail = f"{settings.base_url} has no list of models"
            remedy = _address_hint(settings)
        case Fault.NOT_A_COMPLETION | Fault.BAD_BODY:
            detail = f"{settings.base_url} answers, but not as a language model does: {error}"
            remedy = _address_hint(settings)
        case Fault.AUTH:
            detail, remedy = str(error), "set BRIEFING_API_KEY to the key this endpoint gave you"
        case _:
            detail = str(error)
    return Check(name="endpoint", level=level, detail=detail, remedy=remedy, is_endpoint=True)


def _address_hint(settings: Settings) -> str:
    address = (settings.base_url or "").rstrip("/")
    if address.endswith("/v1"):
        return "set base_url to an endpoint that speaks the OpenAI Chat Completions protocol"
    return f"the address usually ends in /v1: try {address}/v1"


def _no_model(names: Sequence[str]) -> Check:
    remedy = f"choose one, for example BRIEFING_MODEL={names[0]}" if names else "set BRIEFING_MODEL"
    return Check(name="model", level=Level.WARN, detail="none is set, so none was asked", remedy=remedy)


def _check_name(model: str, names: Sequence[str]) -> Iterator[Check]:
    if not names or model in names:
        yield Check(name="model", level=Level.OK, detail=model, is_endpoint=True)
        return
    close = difflib.get_close_matches(model, names, n=1) or names[:1]
    detail, remedy = f"{model} is not in the endpoint's list", f"did you mean {close[0]}?"
    yield Check(name="model", level=Level.WARN, detail=detail, remedy=remedy, is_endpoint=True)


def _ask(
    client: Endpoint, model: str, settings: Settings, draw: Callable[[], str], before: tuple[Check, ...]
) -> Asked:
    try:
        probe = probe_modes(client, model=model, draw=draw)
        speed = measure_speed(client, model=model)
    except ModelError as error:
        failed = Check(
            name="answer", level=Level.FAIL, detail=str(error), remedy=_failure_hint(error), is_endpoint=True
        )
        return Asked((*before, failed))
    told = f"{speed.tokens_a_second:.1f} tokens a second{' (estimated)' if speed.estimated else ''}"
    is_slow = speed.tokens_a_second < _SLOW
    remedy = "raise `timeout`, or take a smaller model" if is_slow else ""
    pace = Check(
        name="speed",
        level=Level.WARN if is_slow else Level.OK,
        detail=told,
        remedy=remedy,
        is_endpoint=True,
    )
    return Asked((*before, _check_mode(probe, settings), pace), model, probe.best)


def _failure_hint(error: ModelError) -> str:
    match error.fault:
        case Fault.AUTH:
            return "set BRIEFING_API_KEY to the key this endpoint gave you"
        case Fault.QUOTA:
            return "see to the account's credit"
        case Fault.TIMEOUT:
            return "raise `timeout`, or take a smaller model"
        case _:
            return "check base_url (with its /v1) and the model's name"


def _check_mode(probe: Probe, settings: Settings) -> Check:
    tried = ", ".join(f"{mode} is {shape}" for mode, shape in probe.shapes.items())
    detail = f"{tried}; best is {probe.best}"
    is_refused = probe.shapes.get(Mode(settings.mode)) in {Shape.REJECTED, Shape.ACCEPTED}
    if probe.best == settings.mode or not is_refused:
        return Check(name="mode", level=Level.OK, detail=detail, is_endpoint=True)
    remedy = f'set mode = "{probe.best}"'
    return Check(name="mode", level=Level.WARN, detail=detail, remedy=remedy, is_endpoint=True)


def _shown(name: str) -> str:
    return strip_controls(name)[:_NAME_SHOWN]
