from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.doctor import Check, Level, Machine, check_machine, status_of, this_machine
from briefing.errors import ExitStatus

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(
        python="3.12.1",
        requirements=("click>=8.3", "lxml[html_clean]>=5", "plain"),
        versions={"briefing-desk": "0.1.0", "click": "8.10.0", "lxml": "5.0.1", "plain": "1"},
        owners=("briefing-desk",),
        expat=(2, 5, 0),
        sqlite=(3, 40, 1),
        has_trust=True,
        folder=tmp_path,
        now=NOW,
        installed=NOW - timedelta(days=1),
    )


def worst(machine: Machine, name: str) -> Check:
    checks = list(check_machine(machine))
    assert [check.name for check in checks if check.level is not Level.OK] == [name]
    return next(check for check in checks if check.name == name)


def test_a_good_machine_has_nothing_to_be_said_of(machine: Machine) -> None:
    checks = list(check_machine(machine))
    assert {check.level for check in checks} == {Level.OK}
    assert not any(check.remedy for check in checks)
    assert status_of(checks) is ExitStatus.OK


@pytest.mark.parametrize("found", ["8.2.9", None])
def test_a_library_that_is_old_or_missing_fails(machine: Machine, found: str | None) -> None:
    check = worst(replace(machine, versions={**machine.versions, "click": found}), "versions")
    assert (check.level, "wanted are click>=8.3" in check.detail) == (Level.FAIL, True)


def test_another_distribution_of_the_packages_name_fails(machine: Machine) -> None:
    check = worst(replace(machine, owners=("briefing", "briefing-desk")), "package")
    assert check.level is Level.FAIL
    assert "pip uninstall briefing," in check.remedy
    assert status_of([check]) is ExitStatus.USAGE


def test_our_own_name_spelt_otherwise_is_no_other(machine: Machine) -> None:
    assert status_of(check_machine(replace(machine, owners=("Briefing_Desk",)))) is ExitStatus.OK


def test_old_libraries_of_python_are_warned_of(machine: Machine) -> None:
    assert worst(replace(machine, expat=(2, 3, 9)), "expat").level is Level.WARN
    assert worst(replace(machine, sqlite=(3, 36, 0)), "SQLite").level is Level.WARN


def test_a_system_without_certificates_is_warned_of(machine: Machine) -> None:
    assert "ca-certificates" in worst(replace(machine, has_trust=False), "TLS").remedy


def test_a_folder_that_cannot_be_written_is_warned_of(machine: Machine, tmp_path: Path) -> None:
    assert worst(replace(machine, folder=tmp_path / "gone"), "folder").level is Level.WARN


def test_a_clock_before_the_installation_is_warned_of(machine: Machine) -> None:
    assert worst(replace(machine, now=NOW - timedelta(days=2)), "clock").level is Level.WARN


def test_a_failure_of_the_endpoint_is_told_after_one_of_the_machine() -> None:
    endpoint = Check(name="a", level=Level.FAIL, detail="", is_endpoint=True)
    here = Check(name="b", level=Level.FAIL, detail="")
    assert status_of([endpoint]) is ExitStatus.MODEL
    assert status_of([endpoint, here]) is ExitStatus.USAGE


def test_this_machine_fits(tmp_path: Path) -> None:
    checks = list(check_machine(this_machine(tmp_path)))
    assert [check for check in checks if check.level is Level.FAIL] == []
