"""`make brief`, the first thing a newcomer does. Setting up is left out: the environment is lent."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_make_brief_writes_every_case_and_says_where(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("python", "briefing"):
        (tmp_path / ".venv" / "bin" / name).symlink_to(Path(sys.executable).with_name(name))
    (tmp_path / ".venv" / "installed").touch()
    # The suite itself may run under make, which tells its children so.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "brief"], cwd=tmp_path, env=environ, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("The briefs above lie in briefs/, one file a case.\n")
    cases = sorted((tmp_path / "seeds").glob("*/case.toml"))
    assert [path.stem for path in sorted((tmp_path / "briefs").iterdir())] == [c.parent.name for c in cases]
    for path in cases:
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        assert f"\n# {case['title']} — {case['now'].day} " in f"\n{done.stdout}"
