"""Values that look right and make no sense: each is a fault with its place, in both languages."""

from typing import Any

import pytest
import yaml

from bot.domain.data.loader import read_dataset
from bot.domain.data.values import KNOWN_UNITS
from bot.i18n.translator import read_translators
from bot.ui.formats import amount_text
from cogs.admin.cards.reload import fault_line
from tests.domain.value_faults import faults, figure, files, tier
from tests.small import PACKAGE, SOURCE, measure

FIGURE = "figures.0.value"
DATE = "figures.0.as_of"


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-30",
        "2023-02-29",
        "2025-04-31",
        "2025-99",
        "2025-00",
        "2025-01-00",
        "0000",
        "9999-99-99",
        "9999-12-31",
        "1899-12-31",
    ],
)
def test_a_date_that_is_none_is_a_fault_wherever_a_date_may_stand(written: str) -> None:
    in_figure = faults(**figure(as_of=written))
    in_record = faults(as_of=written)
    issued = faults("packages", issued=written)
    printed = faults("sources", date=written)
    found = [*in_figure, *in_record, *issued, *printed]
    assert [fault.field for fault in found] == [DATE, "as_of", "issued", "date"]
    assert [fault.record for fault in found] == ["m-1", "m-1", "ten", "seed"]
    assert all(written in fault.message and fault.line > 1 for fault in found)


@pytest.mark.parametrize(
    "written",
    ["2025-02-30", "2025-99-01", "0000-01-01", "9999-12-31", "0", "86400", "2025", "20250401"],
)
def test_a_day_that_is_none_is_a_fault_wherever_a_day_may_stand(written: str) -> None:
    note = {"en": "While it lasts.", "zh": "有效期内。"}
    [starts] = faults("packages", starts=written)
    [ends] = faults(validity={"note": note, "ends": written})
    [between] = tier(op="between", between=["2025-01-01", written])
    assert [starts.field, ends.field, between.field] == [
        "starts",
        "validity.ends",
        "criteria.0.between.1",
    ]
    assert all(written in fault.message for fault in (starts, ends, between))


@pytest.mark.parametrize("written", ["2024-02-29", "2025-12", "2025", "1949-10-01", "2199-12-31"])
def test_a_date_of_the_calendar_is_none(written: str) -> None:
    assert faults(**figure(as_of=written)) == []


@pytest.mark.parametrize(
    ("value", "unit", "qualifier"),
    [
        (-1, "CNY", "exactly"),
        (-300_000, "CNY", "up to"),
        (-0.5, "km2", "about"),
        (0, "CNY", "exactly"),
        (0, "firms", "up to"),
        (0, "rank", "exactly"),
        (101, "percent of rent", "up to"),
        (-1, "percent of contract", "exactly"),
        (-101, "percent", "exactly"),
        (5000, "percent", "about"),
        (10**16, "CNY", "exactly"),
        (1.5e300, "CNY", "exactly"),
    ],
)
def test_a_figure_that_makes_no_sense_is_a_fault(value: float, unit: str, qualifier: str) -> None:
    [found] = faults(**figure(value=value, unit=unit, qualifier=qualifier))
    assert (found.record, found.field) == ("m-1", FIGURE)
    assert found.line > 1
    assert f"found {value!r}" in found.message


@pytest.mark.parametrize("written", ["1" + "0" * 400, ".inf", ".nan", "1.0e999"])
def test_a_number_without_measure_is_a_fault(written: str) -> None:
    text = yaml.safe_dump({"measures": [measure(1)]}).replace("300000", written)
    others = files({"sources": [SOURCE], "packages": [PACKAGE]})
    _, found = read_dataset(others | {"measures.yaml": text.encode()})
    assert found
    assert {fault.field for fault in found} == {FIGURE}
    assert all(len(fault.message) < 200 for fault in found)


@pytest.mark.parametrize(
    ("value", "unit", "qualifier"),
    [
        (0, "events", "exactly"),
        (0, "percent", "exactly"),
        (-3.5, "percent", "about"),
        (150, "percent", "over"),
        (2 * 10**12, "CNY", "about"),
    ],
)
def test_a_figure_that_makes_sense_is_none(value: float, unit: str, qualifier: str) -> None:
    assert faults(**figure(value=value, unit=unit, qualifier=qualifier)) == []


def test_a_misspelt_unit_is_a_fault_that_names_the_nearest() -> None:
    [found] = faults(**figure(value=1.5, unit="pecentage points"))
    assert found.field == "figures.0.unit"
    told = "expected a known unit such as percentage points; found 'pecentage points'"
    assert found.message == told


def test_every_unit_is_written_in_both_languages() -> None:
    for lang, tr in read_translators().items():
        for unit in KNOWN_UNITS:
            assert lang == "en" or unit not in amount_text(tr, 3, unit)


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("", "is empty; expected text"),
        ("  ", "is empty; expected text"),
        ("x" * 4000, "at most 1000 characters"),
        ("a\x07b", "invisible character U+0007"),
        ("a\nb", "invisible character U+000A"),
        ("a\u202eb", "invisible character U+202E"),
        ("\u200b", "invisible character U+200B"),
    ],
)
def test_a_text_that_no_card_holds_is_a_fault(english: str, told: str) -> None:
    [found] = faults(summary={"en": english, "zh": "内容。"})
    assert (found.record, found.field) == ("m-1", "summary.en")
    assert told in found.message
    assert len(found.message) < 200, "what was found is bounded"


def test_half_a_character_is_a_fault() -> None:
    text = yaml.safe_dump({"sources": [SOURCE]}).replace("Ten new measures", '"\\uD800"')
    [found, *_] = read_dataset({"sources.yaml": text.encode()})[1]
    assert found.line == 1 + text[: text.index("title:")].count("\n")


def test_a_title_is_shorter_than_a_text() -> None:
    [found] = faults(title={"en": "x" * 300, "zh": "题"})
    assert (found.field, found.message) == (
        "title.en",
        "expected at most 200 characters; found 300",
    )


def test_a_unit_is_a_word() -> None:
    [found] = faults(**figure(unit="{n}"))
    assert found.field == "figures.0.unit"


def test_an_amount_is_paid_for_a_range_that_holds_a_number() -> None:
    assert not faults(**figure(paid_for={"unit": "percent", "at_least": 10, "below": 30}))
    [found] = faults(**figure(paid_for={"unit": "percent", "at_least": 30, "below": 10}))
    assert found.field == f"{FIGURE.rpartition('.')[0]}.paid_for.at_least"


def test_an_end_before_its_start_is_a_fault() -> None:
    [found] = faults("packages", starts="2025-05-01", ends="2025-04-01")
    assert found.message == "ends 2025-04-01 before it starts 2025-05-01"


def test_each_is_told_in_chinese_too() -> None:
    words = read_translators()["zh"]
    found = [
        *faults(as_of="2025-02-30"),
        *faults(as_of="0000"),
        *faults(as_of="1899"),
        *faults(**figure(value=-1)),
        *faults(**figure(value=0)),
        *faults(summary={"en": "a\x07b", "zh": "内容。"}),
        *faults(title={"en": "x" * 300, "zh": "题"}),
        *tier(op="between", between=["2025-05-01", "2025-04-01"]),
        *tier(
            op="bands",
            bands=[{"label": {"en": "a", "zh": "甲"}, "points": 1, "at_least": 5, "below": 5}],
        ),
    ]
    assert len(found) == 9
    for fault in found:
        told = fault_line(words, fault)
        assert "expected" not in told
        assert any(sign in told for sign in "应须不请早")


def test_a_page_that_was_read_has_its_day_hash_and_copy() -> None:
    read = {"read": "2026-11-26", "hash": "0a" * 32, "archive": "https://archive.example/1"}
    assert faults("sources", **read) == []
    assert faults("sources", read="2026-11-26") == []
    assert faults(**figure(valid_checked="2026-11-26")) == []


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("sources", {"hash": "0a" * 32}, "hash"),
        ("sources", {"read": "2026-11-26", "hash": "0a"}, "hash"),
        ("sources", {"read": "2026-11"}, "read"),
        ("sources", {"archive": "archive.example"}, "archive"),
        ("measures", figure(valid_checked="2026"), "figures.0.valid_checked"),
    ],
)
def test_what_was_read_is_written_in_full(kind: str, changed: dict[str, Any], field: str) -> None:
    assert [fault.field for fault in faults(kind, **changed)] == [field]


def test_a_bar_is_in_years() -> None:
    assert not faults(**figure(role="bar", unit="years", value=3))
    [found] = faults(**figure(role="bar"))
    assert (found.field, found.message) == (
        "figures.0.unit",
        "expected years, the unit of a bar; found CNY",
    )
