"""Brings a data set from disk into use, and keeps what was in use when the disk fails."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import structlog

from bot.delivery.content import content_hash
from bot.delivery.worker import compared_ids
from bot.domain.dataset import Dataset, read_dataset
from bot.domain.faults import Fault, mark, say
from bot.domain.packing import pack, unpack
from bot.domain.release import Release, build_release
from bot.storage.files import DataFiles, pack_files, read_data_files, unpack_readings
from bot.storage.releases import Content, ReleaseStore
from bot.storage.releases import Release as Stored

log = structlog.stdlib.get_logger()


UNREADABLE: Final = mark("the stored release cannot be read; expected one that can")


def unreadable_release(version: str) -> Fault:
    """That a stored release cannot be read."""
    return Fault(f"release {version}", 1, "-", "document", say(UNREADABLE))


class DataError(Exception):
    """No data set can be used: what is wrong, in one sentence, and every fault."""

    def __init__(self, sentence: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(sentence)
        self.faults = tuple(faults)


class Checked(NamedTuple):
    """A data set on disk: its records, or its faults."""

    dataset: Dataset | None
    faults: Sequence[Fault]


def check(files: DataFiles) -> Checked:
    """Reads and checks every file."""
    dataset, faults = read_dataset(files.yaml)
    return Checked(dataset, faults)


def read_files(folder: Path) -> DataFiles:
    """What a data folder holds. Raises DataError where it cannot be read."""
    try:
        return read_data_files(folder)
    except (OSError, ValueError) as error:  # ValueError: the derived table is no JSON
        raise DataError(_unreadable(folder, error)) from error


def offline_release(folder: Path, now: datetime) -> Release:
    """The release of a folder alone, for the terminal. Raises DataError."""
    files = read_files(folder)
    checked = check(files)
    if checked.dataset is None:
        raise DataError(_sentence(folder, checked.faults), checked.faults)
    return build_release(f"{now:%Y.%m.%d}.1", checked.dataset, files.readings)


async def open_release(store: ReleaseStore, folder: Path, now: datetime) -> Release:
    """The release to start with.

    A set on disk not seen before is checked and made active. One seen before changes nothing:
    the active release stands. An invalid one is told in the log, and the active one stands. An
    active one that cannot be read is told there too, and the one on disk takes its place.
    Raises DataError when there is nothing to stand on.
    """
    try:
        files, reason = await asyncio.to_thread(read_files, folder), ""
    except DataError as error:
        files, reason = None, str(error)
    active = await store.active()
    if files is not None:
        found = content_hash(files)
        if active is not None and (
            active.content_hash == found or await store.version_of(found) is not None
        ):
            built = await _built(active, files.readings)
            if built is not None:
                return built
            log.error("stored release unreadable, disk used", version=active.version)
        checked = await asyncio.to_thread(check, files)
        if checked.dataset is not None:
            return await _publish(store, checked.dataset, found, files, now)
        reason = _sentence(folder, checked.faults)
        if active is None:
            raise DataError(reason, checked.faults)
    if active is None:
        raise DataError(reason)
    log.warning("data set on disk not used", reason=reason, running_on=active.version)
    built = await _built(active, files.readings if files is not None else {})
    if built is None:
        raise DataError(f"The stored release {active.version} cannot be read. {reason}")
    return built


async def _built(active: Stored, readings: Mapping[str, str]) -> Release | None:
    """The active release, ready to answer; None where what is stored cannot be read."""
    try:
        return await asyncio.to_thread(built_release, active, readings)
    except ValueError:
        return None


async def _publish(
    store: ReleaseStore, dataset: Dataset, found: str, files: DataFiles, now: datetime
) -> Release:
    content = await asyncio.to_thread(_content, dataset, found, files)
    published = await store.publish(content, at=now, today=now.date())
    if not published.new:
        await store.renew(content)  # what is stored of it may be what could not be read
    log.info("data set activated", version=published.version, **dataset.counts())
    return await asyncio.to_thread(build_release, published.version, dataset, files.readings)


def _content(dataset: Dataset, found: str, files: DataFiles) -> Content:
    return Content(found, pack(dataset), dataset.counts(), pack_files(files), compared_ids(dataset))


def built_release(stored: Stored, readings: Mapping[str, str]) -> Release:
    """A stored release, ready to answer; `readings` where none were kept with it.

    ValueError where its document cannot be read.
    """
    try:
        kept: Mapping[str, str] = unpack_readings(stored.files) if stored.files else {}
    except ValueError:
        kept = {}
    return build_release(stored.version, unpack(stored.document), kept or readings)


def _unreadable(folder: Path, error: OSError | ValueError) -> str:
    told = error.strerror if isinstance(error, OSError) else None
    at = error.filename if isinstance(error, OSError) else None
    where = f"{folder} ({at})" if at and Path(at) != folder else f"{folder}"
    return f"The data set in {where} cannot be read: {told or error}."


def _sentence(folder: Path, faults: Sequence[Fault]) -> str:
    return (
        f"The data set in {folder} has {faults_counted(faults)}, the first at {faults[0]}; "
        "`python -m bot check-data` lists all."
    )


def faults_counted(faults: Sequence[Fault]) -> str:
    """As a sentence counts them: 1 fault, 2 faults."""
    return f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"


__all__ = [
    "Checked",
    "DataError",
    "built_release",
    "check",
    "content_hash",
    "faults_counted",
    "offline_release",
    "open_release",
    "read_files",
]
