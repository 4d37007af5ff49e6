"""The data set at a start: from disk if it is valid and new, else the stored release."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import structlog

from bot.domain.data.faults import MAX_FAULTS, N_, Fault, escaped, fault_message
from bot.domain.data.serialization import stored_data, unpack, unpack_catalogue
from bot.domain.release import Release, SearchParts, build_release, search_parts
from bot.exit_codes import DATA, ExitError
from bot.releases.reader import ReadResult, result_of
from bot.storage.data_files import DataFiles, content_hash, read_data_files, unpack_readings
from bot.storage.database import open_database
from bot.storage.index_cache import IndexCache, index_key
from bot.storage.releases import ReleaseContent, ReleaseStore
from bot.storage.releases import StoredRelease as Stored

if TYPE_CHECKING:
    from bot.domain.data.catalogue import Catalogue
    from bot.domain.data.dataset import Dataset

Read: TypeAlias = Callable[[Path], Awaitable[ReadResult]]
"""Reads a data folder."""

log = structlog.stdlib.get_logger()

_UNREADABLE: Final = N_("the stored release is unreadable")


def unreadable_release(version: str) -> Fault:
    """The fault of an unreadable stored release."""
    return Fault(f"release {version}", 1, "-", "document", fault_message(_UNREADABLE))


class DataError(ExitError):
    """No data set can be used: the reason in one sentence, and every fault."""

    exit_code = DATA

    def __init__(self, sentence: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(sentence)
        self.faults = tuple(faults)


def read_files(folder: Path) -> DataFiles:
    """The files of a data folder. Raises DataError if they cannot be read."""
    try:
        return read_data_files(folder)
    except (OSError, ValueError) as error:  # ValueError: the pinyin table is not JSON
        raise DataError(_unreadable(folder, error)) from error


def offline_release(folder: Path, now: datetime) -> Release:
    """The release of a folder alone, for the terminal. Raises DataError."""
    files = read_files(folder)
    return build_release(f"{now:%Y.%m.%d}.1", _valid(folder, files), files.readings)


def offline_catalogue(folder: Path, now: datetime) -> "Catalogue":
    """The data set of a folder alone, without an index. Raises DataError."""
    from bot.domain.data.catalogue import Catalogue  # noqa: PLC0415 - a start reads no record

    return Catalogue(f"{now:%Y.%m.%d}.1", _valid(folder, read_files(folder)))


def _valid(folder: Path, files: DataFiles) -> "Dataset":
    from bot.domain.data.loader import read_dataset  # noqa: PLC0415 - a start needs no YAML parser

    dataset, faults = read_dataset(files.yaml)
    if dataset is None:
        raise DataError(_sentence(folder, len(faults), faults), faults)
    return dataset


async def read_here(folder: Path) -> ReadResult:
    """Reads a data folder in this process, without drawing its cards."""
    from bot.releases.reader_worker import DataWorker  # noqa: PLC0415 - as above

    worker = DataWorker(lambda _dataset, _files: ())
    return result_of(await asyncio.to_thread(worker.handle, {"folder": str(folder)}, []))


async def open_release(
    store: ReleaseStore,
    folder: Path,
    now: datetime,
    read: Read = read_here,
    cache: IndexCache | None = None,
) -> Release:
    """The release to start with.

    `read` checks a new set on disk, which becomes active. A known set changes nothing. An invalid
    one is logged, and the active release stays. An unreadable active release is logged, and the
    set on disk replaces it. `cache` may hold the index. Raises DataError if neither can be used.
    """
    try:
        files, fault = await asyncio.to_thread(read_files, folder), None
    except DataError as error:
        files, fault = None, error
    active = await store.active()
    readings: Mapping[str, str] = files.readings if files is not None else {}
    if files is not None:
        if active is not None and await _is_known(store, active, content_hash(files)):
            built = await _built(active, readings, cache)
            if built is not None:
                return built
            log.error(
                "stored release unreadable; using the data set on disk", version=active.version
            )
        found = await read(folder)
        if isinstance(found, ReleaseContent):
            return await _publish(store, found, now, cache)
        fault = DataError(_sentence(folder, found.count, found.faults), found.faults)
    if active is None:
        raise fault or DataError(f"There is no data set in {folder}.")
    log.warning(
        "data set on disk unreadable or invalid; running on the stored release",
        version=active.version,
        reason=str(fault),
    )
    built = await _built(active, readings, cache)
    if built is None:
        raise DataError(f"The stored release {active.version} cannot be read. {fault}")
    return built


async def _is_known(store: ReleaseStore, active: Stored, content: str) -> bool:
    return active.content_hash == content or await store.version_of(content) is not None


async def _built(
    active: Stored, readings: Mapping[str, str], cache: IndexCache | None
) -> Release | None:
    """The active release with its index; None if it is unreadable."""
    try:
        return await asyncio.to_thread(built_release, active, readings, cache)
    except ValueError:
        return None


async def _publish(
    store: ReleaseStore, content: ReleaseContent, now: datetime, cache: IndexCache | None
) -> Release:
    published = await store.publish(content, at=now, today=now.date())
    if not published.new:
        await store.renew(content)  # the stored copy may be the unreadable one
    log.info("data set activated", version=published.version, **content.counts)
    return await asyncio.to_thread(
        _read, published.version, content.document, content.files, {}, cache
    )


def _read(
    version: str,
    document: bytes,
    files: bytes | None,
    otherwise: Mapping[str, str],
    cache: IndexCache | None,
) -> Release:
    """The release of a packed data set; if the cache has its index, it is read when needed."""
    if cache is None:
        return build_release(version, unpack(document), readings_of(files, otherwise))
    key = index_key(document, files or b"")

    def build(catalogue: "Catalogue") -> SearchParts:
        kept = cache.get(key)
        found = search_parts(catalogue, readings_of(files, otherwise), kept)
        if kept is None:
            cache.put(key, found.index.data)
        return found

    release = Release(version, lambda: unpack_catalogue(version, document), build)
    if not cache.has(key):  # this program has never read it: it may be impossible
        release.prepare()
    return release


def built_release(
    stored: Stored, readings: Mapping[str, str], cache: IndexCache | None = None
) -> Release:
    """A stored release with its index; `readings` if it has none. Raises ValueError if unreadable.

    `cache` may hold its index.
    """
    otherwise: Mapping[str, str] = {} if stored.files else readings  # else both stay in memory
    with stored_data():
        return _read(stored.version, stored.document, stored.files, otherwise, cache)


def readings_of(files: bytes | None, otherwise: Mapping[str, str]) -> Mapping[str, str]:
    """The pinyin of characters that a release was stored with, or these."""
    try:
        return (unpack_readings(files) if files else {}) or otherwise
    except ValueError:
        return otherwise


def _unreadable(folder: Path, error: OSError | ValueError) -> str:
    told = error.strerror if isinstance(error, OSError) else None
    at = error.filename if isinstance(error, OSError) else None
    where = f"{folder} ({at})" if at and Path(at) != folder else f"{folder}"
    return escaped(f"The data set in {where} cannot be read: {told or error}.")


def _sentence(folder: Path, count: int, faults: Sequence[Fault]) -> str:
    return (
        f"The data set in {folder} has {faults_counted(count)}, the first at {faults[0]}; "
        "`python -m bot check-data` lists all."
    )


def faults_counted(count: int) -> str:
    """For a sentence: 1 fault, 2 faults; reading ends at a limit."""
    if count >= MAX_FAULTS:
        return f"at least {count:,} faults"
    return f"{count} fault{'' if count == 1 else 's'}"


_VERSION: Final = re.compile(r"\d+(\.\d+)+")
_UNNAMED: Final = "0000.00.00.0"


async def read_set(name: str, url: str) -> "Catalogue":
    """The data set of a folder or stored version. Raises DataError, StorageError."""
    from bot.domain.data.catalogue import Catalogue  # noqa: PLC0415 - as above
    from bot.domain.data.loader import read_dataset  # noqa: PLC0415 - as above

    if _VERSION.fullmatch(name) and not Path(name).is_dir():  # noqa: ASYNC240 - in a shell
        async with open_database(url, migrating=False) as database:
            store = ReleaseStore(database)
            stored, known = await store.get(name), await store.versions()
        if stored is None:
            listed = ", ".join(release.version for release in known) or "none"
            said = f"{name} is neither a folder nor a stored version; stored are: {listed}."
            raise DataError(said)
        try:
            return unpack_catalogue(name, stored.document)
        except ValueError as error:
            said = f"The stored version {name} is unreadable; choose another one."
            raise DataError(said) from error
    dataset, faults = read_dataset(read_files(Path(name)).yaml)
    if dataset is None:
        raise DataError(f"The data set in {name} has {faults_counted(len(faults))}.", faults)
    return Catalogue(_UNNAMED, dataset)
