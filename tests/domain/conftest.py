"""The real data set, read once."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.domain.data.dataset import Dataset
from bot.domain.data.loader import read_dataset
from bot.domain.data.models import Tier
from bot.domain.release import Release, build_release
from tests.domain.firms import Tiers

DATA = Path(__file__).parents[2] / "data"
TODAY = date(2026, 9, 1)


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    return {
        path.relative_to(DATA).as_posix(): path.read_bytes()
        for path in DATA.rglob("*.yaml")
        if "schema" not in path.parts
    }


@pytest.fixture(scope="session")
def dataset(files: dict[str, bytes]) -> Dataset:
    found, faults = read_dataset(files)
    assert faults == []
    assert found is not None
    return found


@pytest.fixture(scope="session")
def readings() -> dict[str, str]:
    table: dict[str, str] = json.loads((DATA / "derived" / "pinyin.json").read_bytes())
    return table


@pytest.fixture(scope="session")
def release(dataset: Dataset, readings: dict[str, str]) -> Release:
    return build_release("2026.09.01.1", dataset, readings)


@pytest.fixture(scope="session")
def tiers(dataset: Dataset) -> tuple[Tier, ...]:
    return Tiers(dataset.tiers)
