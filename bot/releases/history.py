"""The data versions there were, and what changed from any of them to the live one."""

from dataclasses import dataclass
from datetime import date

from bot.digests.editions import SHANGHAI, EditionBuilder
from bot.domain.data.change_start import Activated, Since, read_since
from bot.domain.data.diff import Change
from bot.domain.release import Release
from bot.storage.releases import ReleaseStore, numbers

_ACTIVATIONS = 1000


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed since a version."""

    since: str
    changes: tuple[Change, ...]


class History:
    """Answers by version or by date; old versions are read once and kept for a while."""

    def __init__(self, releases: ReleaseStore, editions: EditionBuilder) -> None:
        self._releases = releases
        self._editions = editions

    async def versions(self) -> list[str]:
        """All stored data versions, newest first."""
        return [line.version for line in await self._releases.versions()]

    async def read(self, typed: str, today: date) -> Since:
        """What somebody means by a version or a date; a day ends as it does in Shanghai."""
        lines = await self._releases.versions()
        noted = await self._releases.activations(_ACTIVATIONS)
        found = [Activated(n.version, n.at.astimezone(SHANGHAI).date()) for n in reversed(noted)]
        # What became active before that was noted: on the day that it was made.
        early = [line for line in lines if line.version not in {n.version for n in noted}]
        made = [Activated(e.version, e.created_at.astimezone(SHANGHAI).date()) for e in early]
        every = sorted([*reversed(made), *found], key=lambda each: each.on)
        return read_since(typed, [line.version for line in lines], every, today)

    async def before(self, version: str) -> str | None:
        """The version before that one; None where there is none."""
        earlier = [v for v in await self.versions() if numbers(v) < numbers(version)]
        return earlier[0] if earlier else None

    async def changes(self, since: str, release: Release) -> Changed | None:
        """What changed from that version to the release; None for a version that is not stored."""
        if since not in await self.versions():
            return None
        return Changed(since, await self._editions.changes_since(since, release))
