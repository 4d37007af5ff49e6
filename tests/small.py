"""A small valid data set of any number of measures, quickly read, as files and as a release."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.domain.data.loader import read_dataset
from bot.domain.release import Release, build_release


class Plain(yaml.SafeDumper):
    """Writes a value out each time that it occurs."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


SOURCE = {
    "id": "seed",
    "title": "Ten new measures",
    "title_zh": "十条新措施",
    "publisher": "SHINE",
    "publisher_zh": "SHINE（上海日报）",
    "language": "en",
    "grade": "A",
    "independent": True,
}
PACKAGE: dict[str, Any] = {
    "id": "ten",
    "level": "city",
    "title": {"en": "Ten measures", "zh": "十条措施"},
    "summary": {"en": "Ten measures of the city.", "zh": "上海市十条措施。"},
    "sources": ["seed"],
    "confidence": "high",
}


def measure(number: int, amount: int = 300_000) -> dict[str, Any]:
    """A subsidy with one figure."""
    return {
        "id": f"m-{number}",
        "package": "ten",
        "topic": "subsidy",
        "kind": "subsidy",
        "title": {"en": f"Subsidy no. {number}", "zh": f"第{number}项补贴"},
        "summary": {"en": f"What no. {number} pays.", "zh": f"第{number}项补贴的内容。"},
        "figures": [
            {
                "id": "sum",
                "name": {"en": "at most", "zh": "最高"},
                "value": amount,
                "unit": "CNY",
                "qualifier": "up to",
                "sources": ["seed"],
            }
        ],
        "sources": ["seed"],
        "confidence": "high",
    }


def small_files(measures: int = 3, amount: int = 300_000) -> dict[str, bytes]:
    """The files of a data set with so many measures, each of that amount in yuan."""
    rows: dict[str, list[dict[str, Any]]] = {
        "sources": [SOURCE],
        "packages": [PACKAGE],
        "measures": [measure(number, amount) for number in range(1, measures + 1)],
    }
    return {
        f"{kind}.yaml": yaml.safe_dump({kind: found}, allow_unicode=True).encode()
        for kind, found in rows.items()
    }


def small_release(version: str, measures: int = 3, amount: int = 300_000) -> Release:
    """The same, ready to answer."""
    dataset, faults = read_dataset(small_files(measures, amount))
    assert dataset is not None, faults
    return build_release(version, dataset, {})


def write_small(folder: Path, measures: int = 3, amount: int = 300_000) -> Path:
    """The folder, with the files in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in small_files(measures, amount).items():
        (folder / name).write_bytes(content)
    return folder


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The files as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()
