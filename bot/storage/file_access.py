"""Makes files private to their owner, and explains why the system refuses one."""

import contextlib
import errno
import hashlib
import os
import socket
import stat
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from bot.storage.errors import StorageError

OWNER_ONLY: Final = 0o600
_FOLDER_MODE: Final = 0o700
_OTHERS: Final = 0o077

_REASONS: Final[Mapping[int, str]] = {
    errno.EACCES: "Permission denied; let the user of the bot write there",
    errno.EPERM: "Operation not permitted; let the user of the bot write there",
    errno.EROFS: "the file system is read-only; name another place or mount it writable",
    errno.ENOSPC: "the disk is full; make room",
    errno.EDQUOT: "the user's share of the disk is full; make room",
    errno.ENOTDIR: "Not a directory: a part of the path is a file; name another path",
    errno.EEXIST: "Not a directory: a part of the path is a file; name another path",
    errno.ENAMETOOLONG: "a name in it is too long; name a shorter one",
    errno.EMFILE: "the process has too many files open; raise its limit",
    errno.EIO: "the disk cannot be read or written; check it",
}


def os_reason(error: OSError) -> str:
    """Why the system refused, and what to do, without a full stop."""
    reason = _REASONS.get(error.errno or 0)
    return reason or error.strerror or type(error).__name__


def make_folder(folder: Path) -> None:
    """Creates the folder of the database and its parents; `StorageError` where that fails."""
    try:
        folder.mkdir(_FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {folder} for the database cannot be made: {os_reason(error)}."
        ) from error


def make_private(file: Path, what: str) -> None:
    """Creates the file where there is none, and lets only its owner read it.

    `what` names it in the sentence. A file of another owner stays as it is.
    """
    file = Path(os.path.realpath(file))  # a link may lead to a file that is not there yet
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))
        file.chmod(OWNER_ONLY)  # also what the umask removed
    except FileExistsError:
        restrict_to_owner(file)
    except OSError as error:
        raise StorageError(
            f"{what} cannot be opened; check that the file and its folder are writable: "
            f"{os_reason(error)}."
        ) from error


def replace_file(file: Path, content: bytes) -> None:
    """Writes a private file in one step: a reader finds the whole file or none. Raises OSError."""
    handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        Path(part).replace(file)
    except OSError:
        remove_file(Path(part))
        raise


def remove_file(file: Path) -> None:
    """Removes a file, where it is there and the system lets go of it."""
    with contextlib.suppress(OSError):  # Windows: a reader has it open
        file.unlink(missing_ok=True)


def restrict_to_owner(file: Path) -> None:
    """Removes the permissions of others from one of the bot's files or folders."""
    try:
        mode = file.stat().st_mode
        if mode & _OTHERS and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            file.chmod(mode & 0o7777 & ~_OTHERS)
    except OSError:
        return


def lock_of(file: Path) -> Path:
    """The lock of a database, the same through every link to it."""
    return Path(f"{os.path.realpath(file)}.lock")


@contextmanager
def exclusive_lock(file: Path | None) -> Generator[None]:
    """While inside, no other process gets the lock. None: no SQLite file, nothing to lock.

    Raises StorageError, one sentence, where another process has it, or the lock cannot be made.
    """
    if file is None:
        yield
        return
    # Created here: the library would take a file it cannot create for a lock of another process.
    make_private(lock_of(file), f"The database {file}")
    lock = FileLock(lock_of(file), mode=OWNER_ONLY, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise _in_use(file) from None
    except OSError as error:
        raise StorageError(f"The database {file} cannot be locked: {os_reason(error)}.") from error
    try:
        with _claimed_name(file):
            yield
    finally:
        lock.release()


@contextmanager
def _claimed_name(file: Path) -> Generator[None]:
    """A lock that nobody can delete: a name of the kernel's, which ends with the process.

    Where the lock's file was deleted, the bot notices only when it next uses the database. Only
    Linux has such names; a container has its own.
    """
    if sys.platform != "linux":
        yield
        return
    real = Path(os.path.realpath(file))
    folder = real.parent.stat()
    name = hashlib.sha256(f"{folder.st_dev}:{folder.st_ino}:{real.name}".encode()).hexdigest()
    with socket.socket(socket.AF_UNIX) as claim:
        try:
            claim.bind(f"\0little-giant-{name}")
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise _in_use(file) from None
        yield


def _in_use(file: Path) -> StorageError:
    return StorageError(
        f"The database {file} is in use by another running bot; stop that one first, or use "
        "PostgreSQL for several processes."
    )
