"""Past data versions, and the changes between them and the live one."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.digests.editions import EditionBuilder, day_in_shanghai
from bot.domain.release import Release
from bot.storage.releases import ReleaseStore, numbers

if TYPE_CHECKING:
    from bot.domain.data.change_start import ChangeStart
    from bot.domain.data.diff import Change

_ACTIVATIONS = 1000


@dataclass(eq=False, repr=False)
class History:
    """Looks up data versions by version or date."""

    _releases: ReleaseStore
    _editions: EditionBuilder

    async def versions(self) -> list[str]:
        """All stored data versions, newest first."""
        return [line.version for line in await self._releases.versions()]

    async def read(self, typed: str, today: date) -> "ChangeStart":
        """The version that a typed version or date means; days are those of Shanghai."""
        from bot.domain.data.change_start import VersionActivation, parse_change_start  # noqa: PLC0415 - a start reads no text

        lines = await self._releases.versions()
        noted = await self._releases.activations(_ACTIVATIONS)
        found = [VersionActivation(n.version, day_in_shanghai(n.at)) for n in reversed(noted)]
        # Releases without a stored activation count from the day of their creation.
        early = [line for line in lines if line.version not in {n.version for n in noted}]
        made = [VersionActivation(e.version, day_in_shanghai(e.created_at)) for e in early]
        every = sorted([*reversed(made), *found], key=lambda each: each.on)
        return parse_change_start(typed, [line.version for line in lines], every, today)

    async def before(self, version: str) -> str | None:
        """The previous version; None if there is none."""
        earlier = [v for v in await self.versions() if numbers(v) < numbers(version)]
        return earlier[0] if earlier else None

    async def changes(self, since: str, release: Release) -> "tuple[Change, ...] | None":
        """The changes from that version to the release; None if the version is not stored."""
        if since not in await self.versions():
            return None
        return await self._editions.changes_since(since, release)
