"""The folder of pictures: what was drawn once need not be drawn again.

A file's name begins with the data version, so that those of another version can be told and
removed. Nothing here is needed for an answer: what cannot be read or written is drawn again. All
of it blocks a little: for a thread, not for the event loop.
"""

import os
import re
import tempfile
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import URL

from bot.storage.database_url import file_of, read_url
from bot.storage.file_access import tighten

log = structlog.stdlib.get_logger()

MAX_BYTES: Final = 16 * 1024 * 1024
"""All pictures together; some two hundred of them, in each language."""
_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,150}\.png")
_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
_ENDS: Final = b"IEND\xae\x42\x60\x82"


def pictures_beside(database_url: str) -> Path:
    """The folder for pictures: beside the database's file; without one, where it would be."""
    url: URL = read_url(database_url)
    file = file_of(url)
    return (file.parent if file else Path("var").absolute()) / "pictures"


class ChartFolder:
    """PNG files by name, all together of a bounded size."""

    def __init__(self, folder: Path, most: int = MAX_BYTES) -> None:
        """The folder is made with the first picture; `most` bytes are kept in it."""
        self.folder = folder
        self._most = most
        self._told = False

    def get(self, name: str) -> bytes | None:
        """The picture, where it is kept whole."""
        try:
            content = self._path(name).read_bytes()
        except (OSError, ValueError):
            return None
        return content if is_whole(content) else None

    def keep(self, name: str, content: bytes) -> None:
        """Keeps a picture, or says once in the log that it cannot."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            tighten(self.folder)
            self._put(self._path(name), content)
            self._make_room()
        except OSError as error:
            if not self._told:
                self._told = True
                reason = error.strerror or type(error).__name__
                log.warning("pictures not kept", folder=str(self.folder), reason=reason)

    def sweep(self, version: str) -> None:
        """Removes the pictures of every data version but this one."""
        for path in self._files():
            if not path.name.startswith(f"{version}-"):
                _remove(path)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):  # it may have come back from a message
            raise ValueError("no name of a picture")
        return self.folder / name

    def _put(self, path: Path, content: bytes) -> None:
        """In one step: a reader finds the whole picture or none."""
        handle, part = tempfile.mkstemp(dir=self.folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(part).replace(path)
        except OSError:
            _remove(Path(part))
            raise

    def _make_room(self) -> None:
        """The oldest go where all of them are too large together."""
        found = sorted(((s.st_mtime, s.st_size, p) for p, s in self._sizes()), reverse=True)
        total = 0
        for _, size, path in found:
            total += size
            if total > self._most:
                _remove(path)

    def _sizes(self) -> list[tuple[Path, os.stat_result]]:
        found: list[tuple[Path, os.stat_result]] = []
        for path in self._files():
            try:
                found.append((path, path.stat()))
            except OSError:  # another process was faster
                continue
        return found

    def _files(self) -> list[Path]:
        """Pictures, and what a write left that was broken off."""
        try:
            return [p for p in self.folder.iterdir() if p.suffix in (".png", ".part")]
        except OSError:
            return []


def is_whole(content: bytes) -> bool:
    """Whether it is a PNG from its first bytes to its last."""
    return content.startswith(_BEGINS) and content.endswith(_ENDS)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # Windows: somebody reads it; the next sweep finds it again
        return
