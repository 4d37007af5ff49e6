"""What digests tell after releases went forward and back."""

from pathlib import Path

from bot.domain.digests.edition import Edition
from tests.digests.delivery_harness import order
from tests.releases.reloading import ONE, Process


def told(edition: Edition) -> dict[str, str]:
    """Each record that a digest names, and how it changed; "again" for one that only returns."""
    return {
        change.record.id: "again" if change.record.id in edition.returned else change.kind
        for change in edition.changes
    }


async def test_forward_back_and_forward_announces_once(one: Process, folder: Path) -> None:
    await one.delivery.subscribe(order())
    later = await one.load(4, folder)
    assert told(await one.edition()) == {"m-4": "new"}
    await one.back(ONE)
    assert told(await one.edition()) == {"m-4": "withdrawn"}
    assert await one.back(later) == later
    assert told(await one.edition()) == {"m-4": "again"}
    assert told(await one.edition()) == {}


async def test_what_a_bad_release_took_away_does_not_come_back_as_new(
    one: Process, folder: Path
) -> None:
    await one.delivery.subscribe(order())
    await one.load(2, folder)
    assert told(await one.edition()) == {"m-3": "withdrawn"}
    await one.back(ONE)
    assert told(await one.edition()) == {"m-3": "again"}


async def test_a_rollback_between_two_editions_tells_nothing(one: Process, folder: Path) -> None:
    await one.delivery.subscribe(order())
    await one.load(4, folder)
    await one.back(ONE)
    assert told(await one.edition()) == {}


async def test_what_was_never_announced_is_new_after_a_detour(one: Process, folder: Path) -> None:
    await one.delivery.subscribe(order())
    later = await one.load(4, folder)
    await one.back(ONE)
    await one.back(later)
    assert told(await one.edition()) == {"m-4": "new"}


async def test_a_repaired_set_does_not_announce_its_records_again(
    one: Process, folder: Path
) -> None:
    await one.delivery.subscribe(order())
    await one.load(1, folder)
    assert told(await one.edition()) == {"m-2": "withdrawn", "m-3": "withdrawn"}
    await one.load(5, folder)
    assert told(await one.edition()) == {"m-2": "again", "m-3": "again", "m-4": "new", "m-5": "new"}
