"""Why a recording does not answer what a case asks now: each part that the request is made of, then and now."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from briefing.errors import NothingToBriefError, RecordingError
from briefing.exchange import Reply, Request, canonical_json, fingerprint
from briefing.golden.cases import Alias, Case
from briefing.golden.replay import gather_case, load_recordings, make_engine, make_replay_client, run_case, sample_numbers
from briefing.models import Recording, ReplayClient, find_nearest, tell_how_to_record

__all__ = ["Explained", "Part", "explain_case", "find_keyed"]

_KEY_RE = re.compile(r"[0-9a-f]{8,64}")


class Part(NamedTuple):
    """One thing that a request is made of, as a hash; empty where it is not known."""

    name: str
    then: str
    now: str

    @property
    def has_changed(self) -> bool:
        """Whether both are known and differ."""
        return bool(self.then and self.now) and self.then != self.now


class Explained(NamedTuple):
    """One question of a case. `place` is the recording that answers it, or else the nearest, or empty.

    `advice` says how to record it, and is empty where it is answered. `key` is what is asked now.
    """

    case: str
    alias: str
    sample: int
    is_answered: bool
    key: str
    place: str
    recorded_key: str
    changed: tuple[str, ...]
    parts: tuple[Part, ...]
    diff: str
    advice: str


def explain_case(root: Path, case: Case, alias: Alias) -> tuple[Explained, ...]:
    """Every question of a case and model with what answers it, or why nothing does.

    A question that is only asked after one that nothing answers is not known. Raises CorruptRecordingError.
    """
    recordings = load_recordings(root, case, alias)
    gathered = gather_case(case)
    explained: list[Explained] = []
    for number in sorted({1, *sample_numbers(recordings)}):
        client = _Listening(make_replay_client(recordings, case, alias))
        try:
            engine = make_engine(root, case, alias, client=client, sample=number)
            run_case(root, case, alias, engine=engine, gathered=gathered)
        except RecordingError:
            pass  # its question is the last one that was heard
        explained += [_explain(case, alias, request, recordings) for request in client.requests]
    return tuple(explained)


class _Listening:
    """Passes requests on and keeps each, also one that nothing answers."""

    def __init__(self, client: ReplayClient) -> None:
        self.requests: list[Request] = []
        self._client = client

    def complete(self, request: Request) -> Reply:
        self.requests.append(request)
        return self._client.complete(request)


def _explain(case: Case, alias: Alias, request: Request, recordings: Mapping[str, Recording]) -> Explained:
    answering = _find(request.key, recordings)
    nearest = None if answering else find_nearest(request, recordings)
    place = answering or (nearest.place if nearest else "")
    then = recordings[place] if place else None
    again = tell_how_to_record(case.name, alias.name, request.sample, by_hand=alias.by_hand)
    return Explained(
        case=case.name,
        alias=alias.name,
        sample=request.sample,
        is_answered=answering is not None,
        key=request.key,
        place=place,
        recorded_key=then.key if then else "",
        changed=nearest.changed if nearest else (),
        parts=tuple(_parts(request, then.request if then else None)),
        diff=nearest.diff if nearest else "",
        advice="" if answering else again,
    )


def _find(key: str, recordings: Mapping[str, Recording]) -> str | None:
    """The place of the recording that has an attempt of this key."""
    places = (place for place, r in recordings.items() if any(a.key == key for a in r.attempts))
    return next(places, None)


def _parts(now: Request, then: Request | None) -> Iterator[Part]:
    yield Part("model", then.model if then else "", now.model)
    prints, before = now.fingerprints, then.fingerprints if then else None
    for name, shown in (("template_closure", "template"), ("input", "input"), ("response_schema", "schema")):
        yield Part(shown, getattr(before, name, ""), getattr(prints, name, ""))
    yield Part("parameters", _hash(then) if then else "", _hash(now))
    yield Part("messages", getattr(before, "rendered", ""), getattr(prints, "rendered", ""))
    yield Part("sample", str(then.sample) if then else "", str(now.sample))


def _hash(request: Request) -> str:
    return fingerprint(canonical_json(request.params.wire()))


def find_keyed(root: Path, pairs: Sequence[tuple[Case, Alias]], key: str) -> tuple[Case, Alias]:
    """The case and model of the one recording whose key begins like this, with eight characters or more.

    Raises NothingToBriefError where there is none, or more than one.
    """
    if not _KEY_RE.fullmatch(key):
        names = ", ".join(dict.fromkeys(case.name for case, _ in pairs))
        raise NothingToBriefError(
            f"{key} is neither a case nor eight characters or more of a recording's key; the cases are {names}."
        )
    found = [(case, alias) for case, alias in pairs if _has_key(root, case, alias, key)]
    if len(found) != 1:
        which = "several recordings have" if found else "no recording has"
        raise NothingToBriefError(f"{which.capitalize()} a key that begins with {key}.")
    return found[0]


def _has_key(root: Path, case: Case, alias: Alias, key: str) -> bool:
    recordings = load_recordings(root, case, alias) if alias.model else {}
    return any(attempt.key.startswith(key) for r in recordings.values() for attempt in r.attempts)
