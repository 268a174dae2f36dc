"""What was sent where: no brief goes to the same place twice.

A send is claimed before it is tried and confirmed after. A run that dies in between leaves a claim: nobody
knows whether the message arrived, so it is not sent again unless a person says so.
"""

from datetime import datetime
from enum import StrEnum

from briefing.archive.database import Database
from briefing.archive.encoding import stamp

__all__ = ["SendState", "Sends"]


class SendState(StrEnum):
    """How far a send got."""

    CLAIMED = "claimed"
    SENT = "sent"


class Sends:
    """The sends of an archive. `target` is a name for the place, never its secret address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, digest: str, *, target: str, part: int = 1, now: datetime) -> bool:
        """Claim a part of a message; False if it was claimed or sent before, and must not be sent."""
        with self._database.transaction() as writing:
            added = writing.run(
                "INSERT INTO sends (target, digest, part, state, at) VALUES (?, ?, ?, 'claimed', ?)"
                " ON CONFLICT DO NOTHING",
                target,
                digest,
                part,
                stamp(now),
            )
        return added == 1

    def confirm(self, digest: str, *, target: str, part: int = 1, now: datetime) -> None:
        """The message arrived."""
        with self._database.transaction() as writing:
            writing.run(
                "UPDATE sends SET state = 'sent', at = ? WHERE target = ? AND digest = ? AND part = ?",
                stamp(now),
                target,
                digest,
                part,
            )

    def release(self, digest: str, *, target: str, part: int = 1) -> None:
        """The message certainly did not arrive, or a person says so: it may be tried again."""
        with self._database.transaction() as writing:
            writing.run(
                "DELETE FROM sends WHERE target = ? AND digest = ? AND part = ? AND state = 'claimed'",
                target,
                digest,
                part,
            )

    def begun(self, target: str, *, prefix: str) -> tuple[str, ...]:
        """The digests with this prefix of which a part was claimed or sent to a place."""
        sql = "SELECT DISTINCT digest FROM sends WHERE target = ? AND substr(digest, 1, ?) = ? ORDER BY 1"
        return tuple(str(row[0]) for row in self._database.rows(sql, target, len(prefix), prefix))

    def state(self, digest: str, *, target: str, part: int = 1) -> SendState | None:
        """How far this send got; None if it was never begun."""
        sql = "SELECT state FROM sends WHERE target = ? AND digest = ? AND part = ?"
        found = self._database.row(sql, target, digest, part)
        return SendState(str(found[0])) if found else None
