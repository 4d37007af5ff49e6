"""The role of a figure is a field: what it is called decides nothing."""

import pytest

from bot.domain.answers.compose.stated import lacking_attribute
from bot.domain.answers.lookup.verdicts import ceiling_of
from bot.domain.data.models import Measure, Text
from bot.domain.release import Release
from tests.domain.edited_data import copy

NAME = Text(en="number", zh="数字")


def _renamed(release: Release, record: str) -> Measure:
    measure = release.catalogue.measures[record]
    renamed: Measure = copy(measure, figures=[copy(f, name=NAME) for f in measure.figures])
    return renamed


@pytest.mark.parametrize(
    ("record", "figure"), [("a25-guar", "limit"), ("fi-national-int", "loan-cap")]
)
def test_the_limit_for_one_borrower(release: Release, record: str, figure: str) -> None:
    question = release.index.parse("we want to borrow 8m")
    ceiling, asked = ceiling_of(_renamed(release, record), question)
    assert ceiling
    assert (ceiling.id, asked) == (figure, 8_000_000)


def test_what_is_aimed_for_is_no_count_of_today(release: Release) -> None:
    question = release.index.parse("how many parks are there now")
    measure = _renamed(release, "zn-60")
    parks = copy(measure, figures=[f for f in measure.figures if f.unit == "parks"])
    assert lacking_attribute(parks, question) == "count"
    counted = copy(parks, figures=[copy(f, role=None) for f in parks.figures])
    assert lacking_attribute(counted, question) is None
