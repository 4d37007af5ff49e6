"""Which source pages were read, when, and which are due."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.dataset import Dataset
from bot.domain.data.models import Measure, Package, Source
from bot.domain.data.source_ages import READ_EVERY, source_ages
from tests.small import PACKAGE, SOURCE, measure

TODAY = date(2026, 9, 1)
NEW, OLD = TODAY - READ_EVERY, TODAY - READ_EVERY - timedelta(1)


def catalogue(checked: date | None, *read: date | None) -> Catalogue:
    """Sources read on these days, and one without an address; a figure found on a day."""
    rows = [
        SOURCE | {"id": f"s{i}", "url": "https://a.b", "read": day} for i, day in enumerate(read)
    ]
    given: dict[str, Any] = measure(1)
    figure = given["figures"][0] | {"valid_checked": checked, "sources": ["s0"]}
    return Catalogue(
        "2026.09.01.1",
        Dataset(
            sources=tuple(map(Source.model_validate, [SOURCE, *rows])),
            packages=(Package.model_validate(PACKAGE),),
            measures=(Measure.model_validate(given | {"figures": [figure]}),),
        ),
    )


@pytest.mark.parametrize(
    ("checked", "read", "oldest", "due"),
    [
        (None, [None, None], None, ["s0", "s1"]),
        (None, [NEW, NEW], NEW, []),
        (None, [NEW, OLD], OLD, ["s1"]),
        (None, [None, OLD], OLD, ["s1", "s0"]),
        (NEW, [None], NEW, ["s0"]),
        (OLD, [NEW], OLD, []),
    ],
)
def test_each_source_is_as_old_as_its_last_reading(
    checked: date | None, read: list[date | None], oldest: date | None, due: list[str]
) -> None:
    found = source_ages(catalogue(checked, *read), TODAY)
    assert (found.pages, found.read) == (len(read), sum(day is not None for day in read))
    assert found.oldest == oldest
    assert [source.id for source in found.due] == due
