"""Locks an SQLite file for one process, by a lock of the operating system that ends with it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.storage.errors import StorageError
from bot.storage.file_access import OWNER_ONLY, make_private, reason_of


@contextmanager
def exclusive_lock(file: Path | None) -> Generator[None]:
    """While inside, no other process gets the lock. None: no SQLite file, nothing to lock.

    Raises StorageError, one sentence, where another process has it, or the lock cannot be made.
    """
    if file is None:
        yield
        return
    # Created here: the library would take a file it cannot create for a lock of another process.
    make_private(Path(f"{file}.lock"), f"The database {file}")
    lock = FileLock(f"{file}.lock", mode=OWNER_ONLY, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StorageError(
            f"The database {file} is in use by another running bot; stop that one first, or use "
            "PostgreSQL for several processes."
        ) from None
    except OSError as error:
        raise StorageError(f"The database {file} cannot be locked: {reason_of(error)}.") from error
    try:
        yield
    finally:
        lock.release()
