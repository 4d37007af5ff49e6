"""What a new standard made of an old one, on small made-up standards."""

from datetime import date
from typing import Any

import pytest

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import Criterion, Figure, Text, Tier, TitleValidity
from bot.domain.eligibility.rounds import newest_round
from bot.domain.eligibility.tiers import (
    Changes,
    find_changes,
    must_meet,
    parts_of,
    review_due,
    title_needed,
    unrequired,
    years_to_review,
)
from bot.domain.release import Release
from tests.domain.edited_data import copy, edited


def text(content: str) -> Text:
    return Text(en=content, zh=content)


def criterion(name: str, **given: Any) -> Criterion:
    shape: dict[str, Any] = {"op": "==", "expects": True, **given}
    return Criterion(
        id=name,
        name=text(name),
        requirement=text(name),
        sources=("source",),
        confidence="high",
        **shape,
    )


def standard(*criteria: Criterion, requires: tuple[str, ...]) -> Tier:
    return Tier(
        id="standard",
        title=text("standard"),
        summary=text("standard"),
        sources=("source",),
        confidence="high",
        tier="little-giant",
        part="entry",
        rules="current",
        package="package",
        requires=requires,
        criteria=criteria,
    )


def either(name: str, *of: str, **given: Any) -> Criterion:
    return criterion(name, op="any-of", of=of, **given)


OLD = standard(
    criterion("years"),
    either("money", "sales", "shares"),
    criterion("sales"),
    criterion("shares"),
    criterion("brand"),
    requires=("years", "money", "brand"),
)


def told(changes: Changes) -> tuple[list[tuple[list[str], list[str]]], list[str], list[str]]:
    return (
        [([c.id for c in change.old], [c.id for c in change.new]) for change in changes.replaced],
        [c.id for c in changes.added],
        [c.id for c in changes.dropped],
    )


def test_a_requirement_is_replaced_added_or_dropped():
    new = standard(
        criterion("new-years", replaces=("years",)),
        criterion("new-money", replaces=("money",)),
        criterion("score"),
        requires=("new-years", "new-money", "score"),
    )
    assert told(find_changes(OLD, new)) == (
        [(["years"], ["new-years"]), (["money"], ["new-money"])],
        ["score"],
        ["brand"],
    )


def test_the_parts_tell_a_change_where_they_replace_parts():
    new = standard(
        either("new-money", "new-sales", "prize", replaces=("money",)),
        criterion("new-sales", replaces=("sales",)),
        criterion("prize"),
        requires=("new-money",),
    )
    assert told(find_changes(OLD, new)) == (
        [(["sales"], ["new-sales"])],
        ["prize"],
        ["years", "brand"],
    )


def test_of_a_requirement_only_half_followed_the_other_half_is_dropped():
    new = standard(criterion("new-sales", replaces=("sales",)), requires=("new-sales",))
    assert told(find_changes(OLD, new))[2] == ["years", "shares", "brand"]


def test_two_that_replace_the_same_are_one_change_and_parts_go_with_their_whole():
    new = standard(
        criterion("sum", replaces=("money", "sales")),
        criterion("share", replaces=("money",)),
        requires=("sum", "share"),
    )
    assert told(find_changes(OLD, new))[0] == [(["money"], ["sum", "share"])]


def test_what_a_standard_is_made_of():
    tier = standard(
        criterion("lower-title", facts=("specialised",)),
        either("way", "sales", "of-another-record"),
        criterion("sales"),
        criterion("fee"),
        requires=("lower-title", "way"),
    )
    assert [c.id for c in must_meet(tier)] == ["lower-title", "way"]
    assert [c.id for c in parts_of(tier, must_meet(tier)[1])] == ["sales"]
    assert [c.id for c in unrequired(tier)] == ["fee"]
    needed = title_needed(tier)
    assert needed is not None
    assert needed.id == "lower-title"
    assert title_needed(OLD) is None


def holding(years: int | None) -> Tier:
    """A tier whose title holds so many years; None: no source states how long."""
    if years is None:
        return standard(criterion("a"), requires=("a",))
    period = Figure(
        id="title-years",
        name=text("validity"),
        value=years,
        unit="years",
        qualifier="exactly",
        sources=("source",),
    )
    held = TitleValidity(period=period, sources=("source",))
    return standard(criterion("a"), requires=("a",)).model_copy(update={"title_validity": held})


@pytest.mark.parametrize(
    ("years", "recognised", "due"),
    [
        (3, date(2024, 9, 2), date(2027, 9, 2)),
        (3, date(2023, 7, 14), date(2026, 7, 14)),
        (3, date(2024, 2, 29), date(2027, 2, 28)),
        (4, date(2024, 2, 29), date(2028, 2, 29)),
        (None, date(2024, 9, 2), None),
    ],
)
def test_a_review_falls_due_when_the_title_ends(
    years: int | None, recognised: date, due: date | None
) -> None:
    assert review_due(holding(years), recognised) == due


def test_examples_are_of_the_years_whose_titles_end_from_this_year_on() -> None:
    assert years_to_review(holding(3), date(2026, 9, 1)) == [
        (2023, 2026),
        (2024, 2027),
        (2025, 2028),
    ]
    assert years_to_review(holding(None), date(2026, 9, 1)) == []


def test_a_title_holds_whole_years() -> None:
    period = holding(3).title_validity
    assert period is not None
    with pytest.raises(ValueError, match="whole years"):
        TitleValidity.model_validate(
            period.model_dump() | {"period": period.period.model_dump() | {"value": 2.5}}
        )


def test_every_tier_of_the_data_states_its_validity(release: Release) -> None:
    entries = [t for t in release.catalogue.tiers.values() if t.part == "entry" and t.tier != "all"]
    assert len(entries) == 6
    for tier in entries:
        assert tier.title_validity is not None, tier.id
        assert tier.title_validity.period.value == 3
        assert review_due(tier, date(2024, 9, 2)) == date(2027, 9, 2)


def test_the_round_of_the_next_year_counts_as_soon_as_the_data_has_it(release: Release):
    catalogue = release.catalogue
    starts, ends = date(2027, 4, 1), date(2027, 4, 30)
    ap2026 = catalogue.measures["ap-2026"].validity
    next_year = edited(
        catalogue, "ap-2026", id="ap-2027", validity=copy(ap2026, starts=starts, ends=ends)
    )
    both = Catalogue(
        "2027.01.01.1",
        copy(
            catalogue.dataset, measures=(*catalogue.dataset.measures, next_year.measures["ap-2027"])
        ),
    )
    found = newest_round(both, "specialised")
    assert found is not None
    assert (found.starts, found.ends) == (starts, ends)
