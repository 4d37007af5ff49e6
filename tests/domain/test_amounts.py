"""Numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.eligibility.amount_parser import Amount, AmountFault, InvalidAmount, parse_amount


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("5000万", 50_000_000),
        ("5000 万元", 50_000_000),
        ("1.2亿", 120_000_000),
        ("1亿2000万", 120_000_000),
        ("3千万", 30_000_000),
        ("三千万", 30_000_000),
        ("三千五百万元", 35_000_000),
        ("两千三百万", 23_000_000),
        ("二十", 20),
        ("5000w", 50_000_000),
        ("50m", 50_000_000),
        ("50.5M", 50_500_000),
        ("50 million yuan", 50_000_000),
        ("RMB 5m", 5_000_000),
        ("¥5,000,000", 5_000_000),
        ("5 000 000", 5_000_000),
        ("5000,0000", 50_000_000),
        ("300k", 300_000),
        ("0.5bn", 500_000_000),
        ("４０００万", 40_000_000),
        ("4000萬", 40_000_000),
        ("about 3", 3),
        ("约3年", 3),
        ("第3名", 3),
        ("2.4%", 2.4),
        ("百分之五", 5),
        ("-3 %", -3),
        ("负3", -3),
        ("0", 0),
        ("4 patents", 4),
        # A last digit is a tenth of the scale before it.
        ("1亿2", 120_000_000),
        ("一亿二", 120_000_000),
        ("1亿2千", 120_000_000),
        ("一亿半", 150_000_000),
        ("一万五", 15_000),
        ("1w5", 15_000),
        ("3千5", 3_500),
        ("3千5百万", 35_000_000),
        ("两百五", 250),
        ("一百五十", 150),
        ("一千零五", 1_005),
        ("一亿零二", 100_000_002),
        ("1万2000", 12_000),
        ("三点五亿", 350_000_000),
        ("半亿", 50_000_000),
        ("两个亿", 200_000_000),
        ("百分之三点五", 3.5),
    ],
)
def test_a_number_in_a_usual_form(typed: str, value: float):
    assert parse_amount(typed) == Amount(pytest.approx(value))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("blank", ["", "   ", "\n", "\u3000"])
def test_blank_is_not_known(blank: str):
    assert parse_amount(blank) is None


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("a lot", "no-number"),
        ("几百万", "no-number"),
        ("%", "no-number"),
        ("5000-6000", "two-numbers"),
        ("2024年 5000万", "two-numbers"),
        ("3万5亿", "two-numbers"),
        ("三五千万", "two-numbers"),
        ("1亿2000", "two-numbers"),
        ("1m5", "two-numbers"),
        ("5000万以上", "bound"),
        ("超过5000万", "bound"),
        ("over 50m", "bound"),
        ("50m+", "bound"),
        ("近5000万", "bound"),
        ("5000多万", "bound"),
        ("$5m", "currency"),
        ("500万美元", "currency"),
        ("1,5", "separators"),
        ("1.200.000", "separators"),
        ("20 30", "separators"),
        ("9" * 30, "too-large"),
        ("9" * 61, "too-long"),
        ("5000万" + " " * 60, "too-long"),
        ("\ufdfa" * 4, "too-long"),
        ("1," * 3000, "too-long"),
    ],
)
def test_what_is_not_one_number_says_why(typed: str, trouble: AmountFault):
    assert parse_amount(typed) == InvalidAmount(trouble)


@given(st.integers(0, 10**14))
def test_every_whole_number_is_read_with_and_without_commas(number: int):
    assert parse_amount(str(number)) == parse_amount(f"{number:,}") == Amount(number)


@given(st.integers(1, 99_999), st.sampled_from(["万", "wan", " w"]))
def test_a_scale_multiplies(number: int, scale: str):
    assert parse_amount(f"{number}{scale}") == Amount(number * 10_000)


@given(st.text(max_size=80))
def test_no_text_fails(typed: str):
    found = parse_amount(typed)
    assert found is None or isinstance(found, (Amount, InvalidAmount))
