"""Write the golden briefs of the fortnight anew.

Run `python tests/fortnight/accept.py`, then read the diff: news.md holds the sections *New since the last
brief* of all mornings. Whoever reads it alone must learn every story, and nothing twice.
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fortnightdesk import GOLDEN, MORNINGS, brief_fortnight, news_in_full


def write_golden() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in [name for name in os.environ if name.startswith(("BRIEFING_", "OPENAI_", "XDG_"))]:
            del os.environ[name]
        briefs = brief_fortnight(Path(folder), os.environ.__setitem__)
    GOLDEN.mkdir(exist_ok=True)
    for day in MORNINGS:
        (GOLDEN / f"{day}.md").write_text(briefs[day], encoding="utf-8", newline="\n")
    (GOLDEN / "news.md").write_text(news_in_full(briefs), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_golden()
