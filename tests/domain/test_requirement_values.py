"""Requirements of a tier that hold nothing or cannot be tested are faults."""

from typing import Any

import pytest

from bot.domain.data.loader import read_dataset
from bot.i18n.translator import read_translators
from cogs.admin.cards.reload import fault_line
from tests.domain.value_faults import faults, files, tier
from tests.small import PACKAGE, SOURCE, measure

YEAR = "or_last_year_for"


@pytest.mark.parametrize(
    "changed",
    [
        {"op": "between", "between": ["2025-05-01", "2025-04-01"]},
        {
            "op": "bands",
            "bands": [{"label": {"en": "a", "zh": "甲"}, "points": 1, "at_least": 5, "below": 5}],
        },
    ],
)
def test_a_range_that_holds_nothing_is_a_fault(changed: dict[str, Any]) -> None:
    [found] = tier(**changed)
    assert found.field in ("criteria.0.between", "criteria.0.bands.0.at_least")


def threshold(value: float, unit: str) -> dict[str, Any]:
    """The threshold of a requirement."""
    both = {"en": "Age", "zh": "年限"}
    shape = {"id": "threshold", "name": both, "qualifier": "at least", "sources": ["seed"]}
    return {**shape, "value": value, "unit": unit}


TESTED: list[tuple[dict[str, Any], str, str]] = [
    ({"op": "judged", "number": "turnover"}, "number", "expected 'revenue', "),
    ({"op": "==", "expects": True, "facts": ["rich"]}, "facts.0", "; found 'rich'"),
    (
        {"op": ">=", "threshold": threshold(3, "percent"), "number": "revenue"},
        "threshold.unit",
        "revenue is in CNY; found percent",
    ),
    (
        {"op": ">=", "threshold": threshold(5e6, "CNY"), "facts": ["brand"]},
        "facts",
        "facts does not fit op >= and its threshold",
    ),
    (
        {"op": "any-of", "of": ["c-1"], "facts": ["innovative", "brand"]},
        "facts",
        "facts does not fit op any-of and its threshold",
    ),
    (
        {"op": "==", "expects": True, "number": "years"},
        "number",
        "number does not fit op == and its threshold",
    ),
    (
        {"op": "<=", "threshold": threshold(3, "rank"), "number": "rank", YEAR: "specialised"},
        YEAR,
        f"{YEAR} does not fit op <= and its threshold",
    ),
    (
        {"op": "==", "expects": True, "number": "years", "facts": ["brand"]},
        "facts",
        "expected a number or facts; found both",
    ),
    (
        {"op": "judged", "exemptions": [{"en": "own brand", "facts": ["brand"]}]},
        "exemptions.0.zh",
        "is missing; expected a value",
    ),
    ({"op": "judged", "note_on": "former-rules"}, "note_on", "note_on needs a note"),
]


@pytest.mark.parametrize(("changed", "field", "message"), TESTED)
def test_what_a_requirement_cannot_test_is_a_fault(
    changed: dict[str, Any], field: str, message: str
) -> None:
    [found] = tier(**changed)
    assert found.field == f"criteria.0.{field}"
    assert message in found.message
    told = fault_line(read_translators()["zh"], found)
    assert "expected" not in told
    assert any(sign in told for sign in "应不须")


UNSTATED = {"id": "no", "about": "amount", "text": {"en": "No source states it.", "zh": "未载明。"}}


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"movers": ["sum", "more"]}, "movers.1", "more is not among the record's figures"),
        (
            {
                "figures": [measure(1)["figures"][0] | {"id": "new-specialised"}],
                "not_stated": [UNSTATED | {"figures": ["new-innovative", "new-specialised"]}],
            },
            "not_stated.0.figures",
            "new-specialised is among the record's figures, so it is stated",
        ),
        (
            {"not_stated": [UNSTATED | {"figures": ["review"]}]},
            "not_stated.0.figures.0",
            "found 'review'",
        ),
    ],
)
def test_an_award_names_figures_that_it_has_and_has_not(
    changed: dict[str, Any], field: str, message: str
) -> None:
    award = measure(1) | {"topic": "award", "giver": "city"} | changed
    rows = {"sources": [SOURCE], "packages": [PACKAGE], "awards": [award]}
    [found] = read_dataset(files(rows))[1]
    assert found.field == field
    assert message in found.message


@pytest.mark.parametrize(
    "procedure", [{"covers": ["round"]}, {"covers": ["fee"], "round": {"year": 2026}}]
)
def test_only_a_procedure_of_a_round_names_one(procedure: dict[str, Any]) -> None:
    [found] = faults(procedure=procedure)
    assert found.field.startswith("procedure")
