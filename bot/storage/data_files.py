"""The data set's files: in a folder, and as the zip stored with a release."""

import errno
import hashlib
import io
import json
import os
import stat
import zipfile
import zlib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Final, NamedTuple, cast

import orjson

SCHEMA = "schema"
READINGS = Path("derived") / "pinyin.json"
SUFFIXES: Final = (".yaml", ".yml")
MOST_READINGS: Final = 50_000
"""Characters of the derived table; it has seven thousand."""
MOST_FILE: Final = 10 * 2**20
MOST_TOGETHER: Final = 80 * 2**20
"""Bytes of one file and of all; a hundred times today's data has 8 and 50 million."""
_LONGEST_READING: Final = 20
_MOST_TABLE: Final = 2**21
"""Bytes of the table: parsing its JSON blocks everything else."""
_BINARY: Final[int] = getattr(os, "O_BINARY", 0)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip: the same files make the same zip."""


class DataFiles(NamedTuple):
    """What a data folder holds."""

    yaml: Mapping[str, bytes]
    """Every .yaml file outside `schema/`: path below the folder -> content."""
    readings: Mapping[str, str]
    """Character -> pinyin, from the derived table; empty where there is none."""


def is_data_file(path: PurePath) -> bool:
    """Whether the name is that of a data file, in any case."""
    return path.suffix.lower() in SUFFIXES


def read_data_files(folder: Path) -> DataFiles:
    """Reads a data folder. Raises OSError or ValueError where it or a file of it is unreadable."""
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if is_data_file(path) and SCHEMA not in path.relative_to(folder).parts[:-1]
    ]
    yaml: dict[str, bytes] = {}
    left = MOST_TOGETHER
    for path in paths:
        content = _read_regular(path, MOST_FILE)
        left -= len(content)
        if left < 0:
            raise ValueError(f"its files have more than {MOST_TOGETHER >> 20} MB together")
        yaml[path.relative_to(folder).as_posix()] = content
    table = folder / READINGS
    there = os.path.lexists(table)
    return DataFiles(yaml, read_readings(_read_regular(table, _MOST_TABLE)) if there else {})


def _read_regular(path: Path, most: int) -> bytes:
    """The content of an ordinary file, else OSError: a pipe or a device may never end."""
    try:
        # Opening alone could have an effect on other kinds; the opened file is checked again.
        _require_regular(path, path.stat())
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with os.fdopen(descriptor, "rb") as file:
            _require_regular(path, os.fstat(descriptor))
            content = file.read(most + 1)
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    if len(content) > most:
        raise OSError(errno.EFBIG, f"the file has more than {most >> 20} MB", str(path))
    return content


def _require_regular(path: Path, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder; expected a file", str(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(
            errno.EINVAL, "it is a pipe, a socket or a device; expected an ordinary file", str(path)
        )


def read_readings(content: bytes) -> Mapping[str, str]:
    """The derived table. Raises ValueError where it is invalid or far too large."""
    try:
        table: object = orjson.loads(content) if len(content) <= _MOST_TABLE else None
    except ValueError:  # UnicodeDecodeError is a ValueError too
        table = None
    found = cast("dict[str, object]", table) if isinstance(table, dict) else None
    if (
        found is None
        or len(found) > MOST_READINGS
        or not all(
            len(sign) == 1 and isinstance(sound, str) and len(sound) <= _LONGEST_READING
            for sign, sound in found.items()
        )
    ):
        raise ValueError(f"{READINGS.as_posix()} is not a JSON table of readings")
    return cast("dict[str, str]", found)


def content_hash(files: DataFiles) -> str:
    """A hash of the files' names and contents; the folder does not matter."""
    digest = hashlib.sha256()
    for name, content in sorted(files.yaml.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def pack_files(files: DataFiles) -> bytes:
    """The files as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in sorted(files.yaml.items()):
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
        table = json.dumps(dict(files.readings), ensure_ascii=False, sort_keys=True)
        info = zipfile.ZipInfo(READINGS.as_posix(), _EPOCH)
        packed.writestr(info, table, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack_files(packed: bytes) -> DataFiles:
    """The files of a zip that `pack_files` made. ValueError for any other."""
    with _opened(packed) as kept:
        found = {name: kept.read(name) for name in kept.namelist()}
    table = found.pop(READINGS.as_posix(), b"{}")
    return DataFiles(found, read_readings(table))


def unpack_readings(packed: bytes) -> Mapping[str, str]:
    """The derived table alone. ValueError where it is not a zip that `pack_files` made."""
    with _opened(packed) as kept:
        return read_readings(kept.read(READINGS.as_posix()))


@contextmanager
def _opened(packed: bytes) -> Generator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as kept:
            yield kept
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error) as error:
        raise ValueError("the files of a release are not a valid zip") from error
