"""The one figure of a measure that lists show."""

from typing import Any

import pytest

from bot.domain.data.models import Measure
from bot.ui.headline import headline_figure
from tests import small


def _figure(name: str, qualifier: str, value: float, unit: str) -> dict[str, Any]:
    said = {"en": name, "zh": name}
    what = {"id": name, "name": said, "sources": ["seed"]}
    return what | {"value": value, "unit": unit, "qualifier": qualifier}


@pytest.mark.parametrize(
    ("figures", "shown"),
    [
        ([], None),
        ([("rate", "up to", 30, "percent")], "rate"),
        ([("rate", "up to", 30, "percent"), ("cap", "up to", 5_000_000, "CNY")], "cap"),
        ([("award", "up to", 500_000, "CNY"), ("sales", "over", 20_000_000, "CNY")], "award"),
        ([("share", "at least", 40, "percent"), ("from", "over", 4_000_000, "CNY")], "share"),
        ([("volume", "over", 20_000_000_000, "CNY")], "volume"),
    ],
)
def test_a_list_shows_what_a_firm_gets_not_what_it_must_reach(
    figures: list[tuple[str, str, float, str]], shown: str | None
) -> None:
    record = Measure.model_validate(small.measure(1) | {"figures": [_figure(*f) for f in figures]})
    best = headline_figure(record)
    assert (best.id if best else None) == shown
