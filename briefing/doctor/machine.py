"""What a run needs of this machine: versions, libraries, trust, a folder, a clock."""

import platform
import re
import ssl
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from briefing.doctor.checks import Check, Level

__all__ = ["Machine", "check_machine", "this_machine"]

DISTRIBUTION = "briefing-desk"
_EXPAT = (2, 4, 0)  # older ones let a small feed grow without end
_SQLITE = (3, 37, 0)  # the archive's tables are STRICT
_REQUIREMENT_RE = re.compile(r"([\w.-]+)(?:\[[^\]]*\])?\s*(?:>=\s*([\d.]+))?[^;]*(;.*)?")
_NUMBER_RE = re.compile(r"\d+")


@dataclass(frozen=True)
class Machine:
    """What was found here. `versions` are those of installed distributions, None for a missing one."""

    python: str
    requirements: Sequence[str]
    versions: Mapping[str, str | None]
    owners: Sequence[str]  # distributions that install the package `briefing`
    expat: tuple[int, ...]
    sqlite: tuple[int, ...]
    has_trust: bool
    folder: Path
    now: datetime
    installed: datetime


def check_machine(machine: Machine) -> Iterator[Check]:
    """Check what was found."""
    yield _check_versions(machine)
    yield _check_owners(machine.owners)
    yield _check_library("expat", machine.expat, _EXPAT, "feeds can be made to fill the memory")
    yield _check_library("SQLite", machine.sqlite, _SQLITE, "the archive of briefs cannot be made")
    yield _check_trust(has_trust=machine.has_trust)
    yield _check_folder(machine.folder)
    yield _check_clock(machine.now, machine.installed)


def this_machine(folder: Path) -> Machine:
    """Look around."""
    import pyexpat
    import sqlite3

    requirements = tuple(_requirements())
    return Machine(
        python=sys.version.split()[0],
        requirements=requirements,
        versions={name: _installed_version(name) for name in (DISTRIBUTION, *map(_name, requirements))},
        owners=tuple(sorted(set(metadata.packages_distributions().get("briefing", [])))),
        expat=pyexpat.version_info,
        sqlite=sqlite3.sqlite_version_info,
        has_trust=_has_trust(),
        folder=folder,
        now=datetime.now(UTC).astimezone(),
        installed=datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC),
    )


def _check_versions(machine: Machine) -> Check:
    wrong = [line for line in machine.requirements if not _is_met(line, machine.versions)]
    told = ", ".join(f"{name} {version}" for name, version in machine.versions.items() if version)
    detail = f"Python {machine.python}, {told}"
    if not wrong:
        return Check(name="versions", level=Level.OK, detail=detail)
    return Check(
        name="versions",
        level=Level.FAIL,
        detail=f"{detail}; wanted are {', '.join(wrong)}",
        remedy=f"install again: pip install --upgrade {DISTRIBUTION}",
    )


def _is_met(requirement: str, versions: Mapping[str, str | None]) -> bool:
    match = _REQUIREMENT_RE.match(requirement)
    found = versions.get(_name(requirement))
    if found is None:
        return False
    return match is None or match[2] is None or _numbers(found) >= _numbers(match[2])


def _name(requirement: str) -> str:
    match = _REQUIREMENT_RE.match(requirement)
    return match[1] if match else requirement


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER_RE.findall(version)[:3])


def _check_owners(owners: Iterable[str]) -> Check:
    """Another distribution of this package's name overwrites files of ours, and pip does not notice."""
    others = [name for name in owners if name.lower().replace("_", "-") != DISTRIBUTION]
    if not others:
        return Check(name="package", level=Level.OK, detail=f"`briefing` is {DISTRIBUTION}'s alone")
    names = " and ".join(others)
    return Check(
        name="package",
        level=Level.FAIL,
        detail=f"{names} installs a package named `briefing` too; one overwrites the other",
        remedy=f"pip uninstall {' '.join(others)}, then pip install --force-reinstall {DISTRIBUTION}; "
        "better, give each an environment of its own (pipx, uv tool)",
    )


def _check_library(name: str, found: tuple[int, ...], wanted: tuple[int, ...], harm: str) -> Check:
    version, least = (".".join(map(str, numbers)) for numbers in (found, wanted))
    if found >= wanted:
        return Check(name=name, level=Level.OK, detail=version)
    detail = f"{version} is older than {least}: {harm}"
    return Check(name=name, level=Level.WARN, detail=detail, remedy="use a newer Python")


def _check_trust(*, has_trust: bool) -> Check:
    if has_trust:
        return Check(name="TLS", level=Level.OK, detail="the system has certificates to trust")
    return Check(
        name="TLS",
        level=Level.WARN,
        detail="the system has no certificates: no https address can be reached",
        remedy="install the package ca-certificates",
    )


def _check_folder(folder: Path) -> Check:
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder):
            return Check(name="folder", level=Level.OK, detail=f"{folder} can be written")
    except OSError as error:
        detail = f"{folder} cannot be written ({error.strerror})"
        return Check(name="folder", level=Level.WARN, detail=detail, remedy="write elsewhere with -o")


def _check_clock(now: datetime, installed: datetime) -> Check:
    told = now.strftime("%Y-%m-%d %H:%M UTC%z")
    if now >= installed:
        return Check(name="clock", level=Level.OK, detail=told)
    return Check(
        name="clock",
        level=Level.WARN,
        detail=f"{told} lies before the day this program was installed ({installed:%Y-%m-%d})",
        remedy="set the clock: briefs are dated by it, and certificates are judged by it",
    )


def _requirements() -> Iterator[str]:
    """What the installed distribution asks for; nothing where the package runs without one."""
    if _installed_version(DISTRIBUTION) is None:
        return
    yield from (line for line in metadata.requires(DISTRIBUTION) or () if "extra ==" not in line)


def _installed_version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _has_trust() -> bool:
    """Whether OpenSSL finds certificates; other systems than Linux keep them where it does not look."""
    paths = ssl.get_default_verify_paths()
    folders = [Path(path) for path in (paths.capath,) if path]
    return platform.system() != "Linux" or bool(paths.cafile) or any(any(f.iterdir()) for f in folders)
