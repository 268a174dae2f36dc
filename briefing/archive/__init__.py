"""The memory of a desk: what was read, briefed, asked and sent, in one SQLite file.

    with open_archive(path, now=now) as archive:
        archive.briefings.store(briefing, key=key, now=now)

What was reported as stored survives whatever ends the process; a second run at the same time is turned away.
"""

from briefing.archive.articles import Articles, article_key
from briefing.archive.briefings import BriefingRecord, Briefings, PastPosition
from briefing.archive.copies import Contents, back_up, restore, verify_archive
from briefing.archive.gathered import ArticleRecord, Gathered, Gathering
from briefing.archive.replies import ArchivedReplies, Replies
from briefing.archive.sends import Sends, SendState
from briefing.archive.sources import Sources, SourceState
from briefing.archive.store import Archive, open_archive, read_archive

__all__ = [
    "Archive",
    "ArchivedReplies",
    "ArticleRecord",
    "Articles",
    "BriefingRecord",
    "Briefings",
    "Contents",
    "Gathered",
    "Gathering",
    "PastPosition",
    "Replies",
    "SendState",
    "Sends",
    "SourceState",
    "Sources",
    "article_key",
    "back_up",
    "open_archive",
    "read_archive",
    "restore",
    "verify_archive",
]
