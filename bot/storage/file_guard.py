"""Detects that the files of an open SQLite database were deleted or replaced."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from bot.storage.errors import StorageError
from bot.storage.file_access import lock_of

_NONE: Final = (0, 0)


class FileGuard:
    """Guards a database file, its write-ahead log and its lock, by identity, not by name."""

    def __init__(self, file: Path, is_connected: Callable[[], bool], *, locked: bool) -> None:
        """`is_connected` says whether any connection is open: only then is there a log.

        `locked`: this process has the lock of the database.
        """
        self._file = file
        self._lock = lock_of(file) if locked else None
        self._lock_is = _NONE
        self._log = Path(f"{file.resolve()}-wal")  # next to the file itself, not to a link
        self._is_connected = is_connected
        self._file_is: tuple[int, int] | None = None
        self._log_is = _NONE
        self._log_lost = False

    def begin(self) -> None:
        """Guards the files that are there now."""
        self._file_is = _identity(self._file)
        self._log_is = _identity(self._log)
        self._lock_is = _identity(self._lock) if self._lock else _NONE

    def check(self) -> None:
        """`StorageError` where the database must not be used; call it around each connection."""
        if self._file_is is None:
            return
        # A deleted file stays writable while it is open: all would seem fine until the next
        # start, but everything would be lost.
        if _identity(self._file) != self._file_is:
            raise StorageError(
                f"The database file {self._file} was deleted or replaced while the program runs; "
                "stop it, put the file back or restore a backup, and start again."
            )
        # Without it, a second bot can start, and both would post the same digests.
        if self._lock and _identity(self._lock) != self._lock_is:
            raise StorageError(
                f"The file {self._lock} of the database was deleted while the program runs; "
                "stop the program and start it again."
            )
        # Open connections use the deleted log, new ones would create another, and both together
        # damage the database. So nothing is read or written from then on.
        self._log_lost = self._log_lost or self._is_log_lost()
        if self._log_lost:
            raise StorageError(
                f"The file {self._log} of the database was deleted while the program runs; "
                "stop the program, which then saves what it holds, and start it again."
            )

    def _is_log_lost(self) -> bool:
        if not self._is_connected():
            self._log_is = _NONE  # the last connection removed it
            return False
        found = _identity(self._log)
        if self._log_is == _NONE:
            self._log_is = found
        return found != self._log_is


def _identity(file: Path) -> tuple[int, int]:
    """Which file it is, whatever its name: (0, 0) when there is none."""
    try:
        found = file.stat()
    except OSError:
        return _NONE
    return (found.st_dev, found.st_ino)
