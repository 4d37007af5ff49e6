"""The data set's files on disk."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SCHEMA = "schema"
READINGS = Path("derived") / "pinyin.json"


@dataclass(frozen=True, slots=True)
class DataFiles:
    """What a data folder holds."""

    yaml: Mapping[str, bytes]
    """Every .yaml file outside `schema/`: path below the folder -> content."""
    readings: Mapping[str, str]
    """Character -> pinyin, from the derived table; empty where there is none."""


def read_data_files(folder: Path) -> DataFiles:
    """Reads a data folder. Raises OSError where it or a file of it cannot be read."""
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yaml", ".yml") and SCHEMA not in path.relative_to(folder).parts[:-1]
    ]
    yaml = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    table = folder / READINGS
    readings: Mapping[str, str] = json.loads(table.read_bytes()) if table.is_file() else {}
    return DataFiles(yaml, readings)
