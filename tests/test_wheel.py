"""What is installed from the wheel works without the checkout: prompts and templates are in it."""

import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from briefing.golden import explain_case, select

ROOT = Path(__file__).parents[1]
CASE = "port-strike"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    (path,) = folder.glob("briefing_desk-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a fresh environment with the wheel in it; dependencies are lent by this one."""
    home = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, timeout=60)
    names = {"base": str(home), "platbase": str(home)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=names))
    # A path in a .pth file lends packages; the .pth files of that folder, such as an editable install's,
    # are not followed.
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    binaries = Path(sysconfig.get_path("scripts", "venv", vars=names))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(binaries / "python")]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True, timeout=120
    )
    return binaries


def run(binaries: Path, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(binaries / arguments[0]), *arguments[1:]],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )


def test_the_wheel_holds_every_prompt_template_and_schema(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    code = {str(path.relative_to(ROOT)) for path in ROOT.glob("briefing/**/*") if path.is_file()}
    prompts = {str(path.relative_to(ROOT / "prompts")) for path in ROOT.glob("prompts/*/*") if path.is_file()}
    assert {path for path in code if "__pycache__" not in path} <= packed
    assert {f"briefing/_prompts/{path}" for path in prompts} <= packed
    assert prompts


def test_what_is_imported_is_what_was_installed(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "python", "-c", "import briefing; print(briefing.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(installed.parent)


def test_the_installed_command_knows_its_version(installed: Path, tmp_path: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run(installed, tmp_path, "briefing", "--version").stdout.startswith(f"briefing {version} ")


def test_a_golden_case_is_asked_the_same_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """No prompts lie beside the copied case: those inside the wheel are used."""
    shutil.copytree(ROOT / "seeds" / CASE, tmp_path / "seeds" / CASE)
    (tmp_path / "golden").mkdir()
    shutil.copy(ROOT / "golden" / "models.toml", tmp_path / "golden")
    _, ((case, alias),) = select(ROOT, (CASE,), "qwen-1.5b")
    done = run(installed, tmp_path, "briefing", "explain", "--recording", CASE, "--model", alias.name)
    assert f"asked now   {explain_case(ROOT, case, alias)[0].key}\n" in done.stdout, done.stderr
