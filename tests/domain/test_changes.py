"""What counts as a change between two versions of the data."""

from datetime import date

import pytest

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.diff import CHANGE_KINDS, compare_catalogues
from bot.domain.data.field_diff import (
    ConfidenceChange,
    DateChange,
    FigureChange,
    KindChange,
    PlaceChange,
    StatusChange,
    TextChange,
)
from bot.domain.data.models import Figure, Text, Validity
from bot.domain.release import Release
from tests.domain.edited_data import KINDS, copy, edited, one, with_figures


@pytest.fixture
def now(release: Release) -> Catalogue:
    return release.catalogue


@pytest.mark.parametrize(
    "update",
    [
        {"value": 123},
        {"unit": "USD"},
        {"qualifier": "about"},
        {"period": Text(en="a year", zh="每年")},
    ],
)
def test_a_figure_changes_in_value_unit_qualifier_and_period(
    now: Catalogue, update: dict[str, object]
) -> None:
    measure = with_figures(now)
    first, *others = measure.figures
    figure: Figure = copy(first, **update)
    change = one(now, edited(now, measure.id, figures=(figure, *others)))
    assert change.kind == "changed"
    assert change.fields == (FigureChange(first, figure),)


def test_figures_come_go_and_keep_their_name_under_another_id(now: Catalogue) -> None:
    measure = with_figures(now)
    first, *others = measure.figures
    renamed = copy(first, id="other-id")
    assert compare_catalogues(now, edited(now, measure.id, figures=(renamed, *others))) == ()
    gone = one(now, edited(now, measure.id, figures=tuple(others)))
    assert gone.fields == (FigureChange(first, None),)
    come = one(edited(now, measure.id, figures=tuple(others)), now)
    assert come.fields == (FigureChange(None, first),)


def test_every_field_of_a_measure(now: Catalogue) -> None:
    measure = next(m for m in now.measures.values() if not m.districts and not m.contact)
    text = Text(en="Something else entirely", zh="完全不同的内容")
    change = one(
        now,
        edited(
            now,
            measure.id,
            title=text,
            summary=text,
            who=text,
            conditions=(*measure.conditions, text),
            apply=(*measure.apply, text),
            authority=text,
            contact=text,
            validity=Validity(note=text, starts=date(2020, 1, 2), ends=date(2031, 5, 6)),
            districts=("pudong",),
            kind="voucher" if measure.kind != "voucher" else "loan",
            confidence="low" if measure.confidence != "low" else "high",
        ),
    )
    texts = {f.field for f in change.fields if isinstance(f, TextChange)}
    expected = "title summary who conditions apply authority contact validity"
    assert texts == set(expected.split())
    assert {f.field for f in change.fields if isinstance(f, DateChange)} == {"starts", "ends"}
    assert PlaceChange((), ("pudong",)) in change.fields
    assert any(isinstance(f, KindChange) for f in change.fields)
    assert any(isinstance(f, ConfidenceChange) for f in change.fields)
    assert change.districts == (), "it was for the whole city, so the whole city hears of it"


def test_a_condition_added_is_told_alone(now: Catalogue) -> None:
    measure = next(m for m in now.measures.values() if len(m.conditions) > 1)
    first, *others = measure.conditions
    change = one(edited(now, measure.id, conditions=tuple(others)), now)
    assert change.fields == (TextChange("conditions", None, first),)


def test_both_districts_hear_of_a_move(now: Catalogue) -> None:
    measure = next(m for m in now.measures.values() if m.districts == ("pudong",))
    change = one(now, edited(now, measure.id, districts=("yangpu",)))
    assert change.districts == ("pudong", "yangpu")


def test_requirements_change_by_sentence_and_threshold(now: Catalogue) -> None:
    tier = now.tiers["little-giant-current"]
    place = next(i for i, c in enumerate(tier.criteria) if c.threshold)
    criterion = tier.criteria[place]
    assert criterion.threshold
    threshold = copy(criterion.threshold, value=criterion.threshold.value + 1)
    sentence = Text(en="Another requirement.", zh="另一项条件。")
    new = copy(criterion, requirement=sentence, threshold=threshold)
    criteria = (*tier.criteria[:place], new, *tier.criteria[place + 1 :])
    change = one(now, edited(now, tier.id, criteria=criteria))
    assert change.topic == "eligibility"
    assert change.fields == (
        TextChange("requirement", criterion.requirement, sentence, criterion.name),
        FigureChange(criterion.threshold, threshold, criterion.name),
    )
    dropped = one(now, edited(now, tier.id, criteria=tier.criteria[1:]))
    first = tier.criteria[0]
    assert dropped.fields == (TextChange("requirement", first.requirement, None, first.name),)


def test_every_record_is_new_against_nothing_and_withdrawn_without(now: Catalogue) -> None:
    empty = Catalogue("2026.09.02.1", copy(now.dataset, **dict.fromkeys(KINDS, ())))
    come, gone = compare_catalogues(empty, now), compare_catalogues(now, empty)
    assert {c.kind for c in come} == {"new"}
    assert {c.kind for c in gone} == {"withdrawn"}
    listed = [r for r in now.records.values() if r.use != "warning" and r.id not in now.packages]
    assert [c.record for c in come] == listed
    assert [c.record for c in gone] == listed


def test_what_is_kept_as_a_warning_counts_as_withdrawn(now: Catalogue) -> None:
    measure = with_figures(now)
    warned = edited(now, measure.id, use="warning")
    assert one(now, warned) == one(warned, now)._replace(kind="withdrawn")


def test_superseded_by_a_record_or_with_its_package(now: Catalogue) -> None:
    measure = next(m for m in now.measures.values() if not m.superseded_by)
    change = one(now, edited(now, measure.id, superseded_by="ai-compute"))
    assert (change.kind, change.successor, change.fields) == ("superseded", "ai-compute", ())
    package = next(i for i, p in now.packages.items() if not p.superseded_by)
    changes = compare_catalogues(now, edited(now, package, superseded_by="national-2026"))
    assert changes
    assert {(c.kind, c.successor) for c in changes} == {("superseded", "national-2026")}
    back = one(edited(now, measure.id, superseded_by="ai-compute"), now)
    assert back.fields == (StatusChange("superseded", "in-force"),)
    assert back.kind == "changed"


def test_the_order_is_by_what_happened_then_as_in_the_files(now: Catalogue) -> None:
    records = [m.id for m in now.measures.values() if not now.packages[m.package].superseded_by]
    dataset = now.dataset
    old = copy(dataset, measures=tuple(m for m in dataset.measures if m.id != records[3]))
    new = edited(
        edited(now, records[1], who=Text(en="All", zh="全部")), records[0], superseded_by="ai-build"
    )
    new = edited(new, records[2], who=Text(en="All", zh="全部"))
    gone = new.dataset.awards[0]
    new = Catalogue("2026.09.02.1", copy(new.dataset, awards=new.dataset.awards[1:]))
    changes = compare_catalogues(Catalogue("2026.08.01.1", old), new)
    assert tuple(dict.fromkeys(c.kind for c in changes)) == CHANGE_KINDS
    expected = [records[3], records[1], records[2], records[0], gone.id]
    assert [c.record.id for c in changes] == expected


def test_what_goes_together_is_a_change_and_turning_to_no_moves_it(now: Catalogue) -> None:
    (relation,) = now.measures["aw-jingan"].goes_with
    without = edited(now, "aw-jingan", goes_with=())
    assert one(without, now).fields == (TextChange("goes-with", None, relation.text),)
    turned = edited(now, "aw-jingan", goes_with=(copy(relation, how="not-together"),))
    assert one(now, turned).fields == (
        TextChange("goes-with", relation.text, None),
        TextChange("not-together", None, relation.text),
    )
    other = edited(now, "aw-jingan", goes_with=(copy(relation, sources=("seed",)),))
    assert compare_catalogues(now, other) == ()


def test_how_long_a_title_holds_is_a_change(now: Catalogue) -> None:
    held = now.tiers["specialised-current"].title_validity
    assert held is not None
    longer = copy(held, period=copy(held.period, value=5), re_review=None)
    new = edited(now, "specialised-current", title_validity=longer)
    assert one(now, new).fields == (
        FigureChange(held.period, longer.period),
        TextChange("re-review", held.re_review, None),
    )
