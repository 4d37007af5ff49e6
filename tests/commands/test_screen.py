"""What of an answer stands on a card: each thing once, and nothing that only looks alike."""

import pytest

from cogs.ask.screen import has_numbers_of, within_a_screen, without_repeats


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["### Fund", "It has 10 billion yuan. It began in 2024.", "It began in 2024."], 2),
        (["《条例》自2025年10月20日起施行。", "- 《条例》自2025年10月20日起施行"], 1),
        (["- **validity**: 3 years", "- validity: **3 years**"], 1),
        # In other words:
        (["A market that the city runs for young firms.", "The city runs a market for firms."], 1),
        (
            [
                "贷款须在2027年6月30日前到期的企业可以续贷。",
                "**条件**：贷款须在2027年6月30日前到期。",
            ],
            1,
        ),
        (["The fee fell below 1 percent in May 2025.", "- fee: **below 1%** (May 2025)"], 1),
        # Part of another line, but something else:
        (["- review award for a new SME: 5 yuan", "- award for a new SME: 5 yuan"], 2),
        (["- 市级专精特新企业复核奖励：10万元", "- 专精特新企业复核奖励：10万元"], 2),
        (["- award of 50,000 yuan a year", "- award of 50,000 yuan"], 2),
        (["A firm has sales of at most 5 yuan.", "A firm has assets of at most 5 yuan."], 2),
        (["The loan is paid back in 2026.", "The loan is paid back in 2027."], 2),
        (["Of the two parks one is in Jiading.", "- parks in Jiading"], 2),
    ],
)
def test_only_what_was_said_whole_is_left_out(lines: list[str], kept: int) -> None:
    assert without_repeats(lines) == lines[:kept]


def test_of_a_line_only_the_sentences_are_left_out_that_were_said() -> None:
    said = "It pays 5 percent. It ended in 2024."
    note = "Note: No page says more. It ended in 2024."
    assert without_repeats([said, note]) == [said, "Note: No page says more."]
    kept = "It ended in 2024. Nothing followed."
    assert without_repeats([said, kept]) == [said, "Nothing followed."]
    # What semicolons join is a list, of which each item stands.
    several = "Still open: the score; it pays 5 percent; the debt ratio"
    assert without_repeats([said, several]) == [said, several]


def test_what_is_not_shown_is_not_said() -> None:
    long = "The firm keeps accounts " + "of every contract, order and invoice " * 8 + "in 2026."
    short = "The firm keeps accounts in 2026."
    assert within_a_screen(["### Duties", long, short], 3, fair=False)[1].startswith(short)


@pytest.mark.parametrize(
    ("line", "other", "has"),
    [
        ("Ended on 31 March 2026", "To 31 March 2026.", True),
        ("已于2026年3月31日结束", "有效期至2026年3月31日，已到期。", True),
        ("Ended on 31 March 2026", "To 31 March 2026; checks ran to 30 June.", False),
        ("Ended on 31 March 2026", "It has expired.", False),
    ],
)
def test_an_end_stands_once(line: str, other: str, has: bool) -> None:
    assert has_numbers_of(line, other) is has
