"""Holds an SQLite file for one process: a lock of the operating system, which dies with it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.storage.errors import StorageError
from bot.storage.file_access import OWNER_ONLY, make_private, reason_of


@contextmanager
def held_alone(file: Path | None) -> Generator[None]:
    """While inside, no other process gets in. None: a database of another kind, not locked.

    Raises StorageError, one sentence, where another process has it, or no lock can be made.
    """
    if file is None:
        yield
        return
    # Made here: what the lock's own library cannot make it takes for one that another holds.
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
