"""What does not count as a change between two versions of the data."""

from collections.abc import Callable, Mapping
from time import process_time
from typing import Any, cast

import pytest

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.dataset import Dataset
from bot.domain.data.diff import compare_catalogues
from bot.domain.data.field_diff import same
from bot.domain.data.models import DataModel, Text
from bot.domain.release import Release
from tests.domain.edited_data import copy, edited, with_figures


@pytest.fixture
def now(release: Release) -> Catalogue:
    return release.catalogue


def test_the_same_data_has_not_changed(now: Catalogue) -> None:
    again = Dataset.model_validate_json(now.dataset.model_dump_json())
    assert compare_catalogues(now, now) == ()
    started = process_time()
    assert compare_catalogues(now, Catalogue("2026.09.02.1", again)) == ()
    assert process_time() - started < 1


def spoiled(part: Any, alter: Callable[[str], str]) -> Any:
    """The same record, with each text of it altered."""
    if isinstance(part, Text):
        return Text(en=alter(part.en), zh=alter(part.zh))
    if isinstance(part, DataModel):
        return copy(
            part, **{name: spoiled(getattr(part, name), alter) for name in type(part).model_fields}
        )
    if isinstance(part, tuple):
        return tuple(spoiled(each, alter) for each in cast("tuple[object, ...]", part))
    return part


WIDE: Mapping[int, int] = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def louder(text: str) -> str:
    return text.upper()


def wider(text: str) -> str:
    return text.translate(WIDE)


def airier(text: str) -> str:
    return f" {text.replace(' ', '  ')}。"


def plainer(text: str) -> str:
    return text.rstrip(".。").replace("，", ", ").replace("“", '"').replace("”", '"')


@pytest.mark.parametrize("alter", [louder, wider, airier, plainer])
def test_cosmetic_edits_are_no_change(now: Catalogue, alter: Callable[[str], str]) -> None:
    assert compare_catalogues(now, Catalogue("2026.09.02.1", spoiled(now.dataset, alter))) == ()


def test_what_nobody_acts_on_is_no_change(now: Catalogue) -> None:
    measure = with_figures(now)
    quiet = edited(
        now,
        measure.id,
        aliases=("another",),
        confirmed_by=(),
        sources=("anything",),
        related=(),
        note=Text(en="Mind this.", zh="注意。"),
        as_of="2020",
        figures=tuple(copy(f, as_of="2020", note=None) for f in reversed(measure.figures)),
        conditions=tuple(reversed(measure.conditions)),
    )
    assert compare_catalogues(now, quiet) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("3-5 years", "35 years"), ("1.5%", "15%"), ("10", "10%"), ("-5", "5"), ("over 3", "3")],
)
def test_numbers_are_told_apart(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,000 yuan", "1000 yuan"),
        ("3–5 years", "3-5 years"),
        ("021-12345678", "021 12345678"),
        ("再贷款（2024年）", "再贷款(2024年)。"),
        ("SME's loans", "SME’s  Loans"),
    ],
)
def test_the_same_is_the_same(one: str, other: str) -> None:
    assert same(one, other)
