"""What is wrong with a small data set in which one record has other fields."""

from typing import Any

import yaml

from bot.domain.data.faults import Fault
from bot.domain.data.loader import read_dataset
from tests.small import PACKAGE, SOURCE, Plain, measure


def files(rows: dict[str, list[dict[str, Any]]]) -> dict[str, bytes]:
    """The rows of each kind as a file."""
    return {
        f"{name}.yaml": yaml.dump({name: found}, Dumper=Plain).encode()
        for name, found in rows.items()
    }


def faults(kind: str = "measures", **changed: Any) -> list[Fault]:
    """What is wrong with a small data set one record of which has these fields."""
    rows: dict[str, list[dict[str, Any]]] = {
        "sources": [SOURCE],
        "packages": [PACKAGE],
        "measures": [measure(1)],
    }
    rows[kind] = [rows[kind][0] | changed]
    dataset, wrong = read_dataset(files(rows))
    assert (dataset is None) == bool(wrong)
    return wrong


def figure(**changed: Any) -> dict[str, Any]:
    """The one figure of a measure, with these fields."""
    return {"figures": [measure(1)["figures"][0] | changed]}


def criterion(**changed: Any) -> dict[str, Any]:
    """A requirement of a tier."""
    both = {"en": "Age", "zh": "年限"}
    return {"id": "c-1", "name": both, "requirement": both, "sources": ["seed"], **changed}


def tier(**changed: Any) -> list[Fault]:
    """What is wrong with a tier whose one criterion has these fields."""
    shared = {name: value for name, value in PACKAGE.items() if name != "level"}
    own = {"id": "t-1", "tier": "all", "part": "entry", "rules": "current", "package": "ten"}
    rows = {"sources": [SOURCE], "packages": [PACKAGE]}
    rows["tiers"] = [shared | own | {"criteria": [criterion(confidence="high", **changed)]}]
    return read_dataset(files(rows))[1]
