"""How text is read: amounts, dates, scripts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import amount_token, has_chinese, normalise, parse_text, pattern_of


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("50万", "=500000"),
        ("五十万元", "=500000"),
        ("500k", "=500000"),
        ("0.5 million yuan", "=500000"),
        ("0.5 mil yuan", "=500000"),
        ("2.4 pct of sales", "=2.4%"),
        ("500,000", "=500000"),
        ("4000亿", "=400000000000"),
        ("四千亿", "=400000000000"),
        ("1个亿", "=100000000"),
        ("三个多亿", "=300000000"),
        ("100多万", "=1000000"),
        ("400 billion", "=400000000000"),
        ("400bn", "=400000000000"),
        ("4000 yi", "=400000000000"),
        ("两千万", "=20000000"),
        ("1.5 trillion", "=1500000000000"),
        ("30%", "=30%"),
        ("30 percent", "=30%"),
        ("百分之三十", "=30%"),
        ("11,466 firms", "=11466"),
        ("1.26万家", "=12600"),
        ("一亿二", "=120000000"),
        ("3千5百万", "=35000000"),
        ("1亿2000万元", "=120000000"),
        ("半亿", "=50000000"),
        ("百分之三点五", "=3.5%"),
    ],
)
def test_an_amount_is_read_in_any_usual_way(text: str, amount: str) -> None:
    assert parse_text(text).amounts == (amount,)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [("50万3年", ("=500000", "=3")), ("一百万一家", ("=1000000",)), ("1万5%", ("=5%", "=10000"))],
)
def test_a_digit_that_counts_something_else_is_no_tenth(
    text: str, amounts: tuple[str, ...]
) -> None:
    assert parse_text(text).amounts == amounts


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("December 2024", ("2024", "2024-12")),
        ("2024年12月", ("2024", "2024-12")),
        ("in dec 2024", ("2024", "2024-12")),
        ("2024-12-01", ("2024", "2024-12")),
        ("the rules of 2022", ("2022",)),
        ("2000 firms", ()),
        ("2000万", ()),
    ],
)
def test_a_date_is_no_amount_and_an_amount_no_date(text: str, dates: tuple[str, ...]) -> None:
    assert parse_text(text).dates == dates


@pytest.mark.parametrize("text", ["G60", "5G", "AI4S"])
def test_digits_inside_a_word_belong_to_it(text: str) -> None:
    assert parse_text(text).amounts == ()


def test_traditional_and_full_width_are_folded() -> None:
    assert normalise("專精特新「小巨人」獎勵５０萬") == "专精特新「小巨人」奖励50万"


def test_spoken_words_are_read_as_written_ones() -> None:
    assert normalise("小巨人咋报，要啥") == "小巨人怎么报,要什么"


def test_inflected_words_agree() -> None:
    assert parse_text("firm's guarantees").units == parse_text("firms guarantee").units


def test_a_figure_has_the_token_of_its_amount() -> None:
    assert amount_token(30_000_000, "CNY") in parse_text("3000万").amounts
    assert amount_token(75.6, "percent") in parse_text("75.6%").amounts


@given(st.text(max_size=300))
def test_nothing_that_a_person_types_breaks_the_reading(text: str) -> None:
    reading = parse_text(text)
    assert len(reading.units) == len(reading.words)
    assert has_chinese(text) in (True, False)


@pytest.mark.parametrize(
    "pattern",
    [r"\bopen\b|\bclosed?\b|还开", r"(?:is|are) it|\b(?:a|b\|c)\b|[|)]x|\|y", r"\bone", "甲|乙"],
)
@pytest.mark.parametrize(
    "text",
    ["opened", "is it open", "a", "b|c", "|x", "one", "none", "|y", "乙", "close", "还开", ""],
)
def test_a_pattern_finds_what_its_plain_form_finds(pattern: str, text: str) -> None:
    assert bool(pattern_of(pattern).search(text)) == bool(re.search(pattern, text))
