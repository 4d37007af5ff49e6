"""What ends within 60 days, and what no longer counts as in force."""

from datetime import date
from typing import Any

import pytest
import yaml

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.dataset import Dataset
from bot.domain.data.ends import NearEnd, first_end, near_ends
from bot.domain.data.loader import read_dataset
from tests.small import PACKAGE, SOURCE, measure

TODAY = date(2026, 11, 26)
NOTE = {"en": "One year.", "zh": "为期一年。"}


def dataset(**changed: Any) -> Dataset:
    """A data set of two measures; the first has these fields."""
    rows: dict[str, list[dict[str, Any]]] = {
        "sources": [SOURCE],
        "packages": [PACKAGE],
        "measures": [measure(1) | changed, measure(2)],
    }
    files = {f"{kind}.yaml": yaml.safe_dump({kind: found}).encode() for kind, found in rows.items()}
    found, faults = read_dataset(files)
    assert found is not None, faults
    return found


@pytest.mark.parametrize(
    ("ends", "near", "status"),
    [
        ("2026-11-25", False, "ended"),
        ("2026-11-26", True, "in-force"),
        ("2026-12-31", True, "in-force"),
        ("2027-01-25", True, "in-force"),
        ("2027-01-26", False, "in-force"),
    ],
)
def test_an_end_is_near_from_60_days_before_to_its_day(ends: str, near: bool, status: str) -> None:
    found = dataset(validity={"note": NOTE, "ends": ends})
    expected = [NearEnd("m-1", "", date.fromisoformat(ends))] if near else []
    assert near_ends(found, TODAY) == expected
    catalogue = Catalogue("2026.11.26.1", found)
    assert catalogue.status(catalogue.measures["m-1"], TODAY) == status


def test_what_is_replaced_needs_no_warning() -> None:
    validity = {"note": NOTE, "ends": "2026-12-31"}
    assert near_ends(dataset(validity=validity, superseded_by="m-2"), TODAY) == []


def test_the_end_of_a_part_of_a_measure_is_near_too() -> None:
    expected = [NearEnd("m-1", "", date(2026, 12, 1))]
    assert near_ends(dataset(part_ends="2026-12-01"), TODAY) == expected


def test_the_end_of_a_target_is_near_too() -> None:
    figures = [measure(1)["figures"][0] | {"ends": "2026-12-01"}]
    assert near_ends(dataset(figures=figures), TODAY) == [NearEnd("m-1", "sum", date(2026, 12, 1))]


def test_an_amount_that_ends_alone_is_the_first_end_of_its_measure() -> None:
    ends = [measure(1)["figures"][0] | {"ends": "2026-12-01"}]
    found = dataset(figures=ends).measures[0]
    assert first_end(found) == date(2026, 12, 1)
    target = dataset(figures=[ends[0] | {"role": "target"}]).measures[0]
    assert first_end(target) is None
