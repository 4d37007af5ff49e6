"""The data set's files: in a folder, and as the zip that is kept with a release."""

import io
import json
import zipfile
import zlib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

SCHEMA = "schema"
READINGS = Path("derived") / "pinyin.json"
SUFFIXES: Final = (".yaml", ".yml")
MOST_READINGS: Final = 50_000
"""Characters of the derived table; it has seven thousand."""
_LONGEST_READING: Final = 20
_MOST_TABLE: Final = 2**21
"""Bytes of the table: JSON is read in one go, during which nothing else is done."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip of ours: the same files make the same zip."""


@dataclass(frozen=True, slots=True)
class DataFiles:
    """What a data folder holds."""

    yaml: Mapping[str, bytes]
    """Every .yaml file outside `schema/`: path below the folder -> content."""
    readings: Mapping[str, str]
    """Character -> pinyin, from the derived table; empty where there is none."""


def read_data_files(folder: Path) -> DataFiles:
    """Reads a data folder. Raises OSError or ValueError where it or a file of it is unreadable."""
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES and SCHEMA not in path.relative_to(folder).parts[:-1]
    ]
    yaml = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    table = folder / READINGS
    return DataFiles(yaml, read_readings(table.read_bytes()) if table.is_file() else {})


def read_readings(content: bytes) -> Mapping[str, str]:
    """The derived table. Raises ValueError where it is none, or far too large."""
    try:
        table: object = json.loads(content) if len(content) <= _MOST_TABLE else None
    except RecursionError:
        table = None
    found = cast("dict[str, object]", table) if isinstance(table, dict) else None
    if (
        found is None
        or len(found) > MOST_READINGS
        or not all(_is_reading(sign, sound) for sign, sound in found.items())
    ):
        raise ValueError(f"{READINGS.as_posix()} is no table of readings")
    return cast("dict[str, str]", found)


def _is_reading(sign: str, sound: object) -> bool:
    return len(sign) == 1 and isinstance(sound, str) and len(sound) <= _LONGEST_READING


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
    """The files of a zip that `pack_files` made. ValueError where it is none."""
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
        raise ValueError("the files of a release are no zip of ours") from error
