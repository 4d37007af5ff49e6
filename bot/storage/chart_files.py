"""Charts in files: each is drawn once.

A file's name begins with the data version, so that charts of other versions can be removed. A chart
that cannot be read or written is drawn again. All of it blocks: call it in a thread.
"""

import contextlib
import re
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import URL

from bot.storage.database_url import file_of, read_url
from bot.storage.file_access import remove_file, replace_file, restrict_to_owner

log = structlog.stdlib.get_logger()

MAX_BYTES: Final = 16 * 1024 * 1024
"""All charts together; some two hundred of them, in each language."""
_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,150}\.png")
_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
_ENDS: Final = b"IEND\xae\x42\x60\x82"


def chart_folder_of(database_url: str) -> Path:
    """The folder for charts: next to the database's file, or where that would be."""
    url: URL = read_url(database_url)
    file = file_of(url)
    return (file.parent if file else Path("var").absolute()) / "pictures"


class ChartFolder:
    """PNG files by name, all together of a bounded size."""

    def __init__(self, folder: Path, most: int = MAX_BYTES) -> None:
        """The first chart creates the folder; it holds `most` bytes."""
        self.folder = folder
        self._most = most
        self._warned = False

    def get(self, name: str) -> bytes | None:
        """The chart, where it is complete."""
        try:
            content = self._path(name).read_bytes()
        except (OSError, ValueError):
            return None
        return content if is_whole_png(content) else None

    def keep(self, name: str, content: bytes) -> None:
        """Stores a chart; logs once where that fails."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            restrict_to_owner(self.folder)
            replace_file(self._path(name), content)
            self._remove_oldest()
        except OSError as error:
            if not self._warned:
                self._warned = True
                reason = error.strerror or type(error).__name__
                log.warning("charts not saved", folder=str(self.folder), reason=reason)

    def sweep(self, version: str) -> None:
        """Removes the charts of all other data versions."""
        for path in self._files():
            if not path.name.startswith(f"{version}-"):
                remove_file(path)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):  # it may have come back from a message
            raise ValueError("not a name of a chart")
        return self.folder / name

    def _remove_oldest(self) -> None:
        found: list[tuple[float, int, Path]] = []
        for path in self._files():
            with contextlib.suppress(OSError):  # another process was faster
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        total = 0
        for _, size, path in sorted(found, reverse=True):
            total += size
            if total > self._most:
                remove_file(path)

    def _files(self) -> list[Path]:
        """Charts, and leftovers of interrupted writes."""
        try:
            return [p for p in self.folder.iterdir() if p.suffix in (".png", ".part")]
        except OSError:
            return []


def is_whole_png(content: bytes) -> bool:
    """Whether it is a PNG from its first bytes to its last."""
    return content.startswith(_BEGINS) and content.endswith(_ENDS)
