"""What of an answer stands on a card: each thing once, and nothing that only looks alike."""

import pytest

from cogs.ask.screen import without_repeats


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["### Fund", "It has 10 billion yuan. It began in 2024.", "It began in 2024."], 2),
        (["《条例》自2025年10月20日起施行。", "- 《条例》自2025年10月20日起施行"], 1),
        (["- **validity**: 3 years", "- validity: **3 years**"], 1),
        # Part of another line, but something else:
        (["- review award for a new SME: 5 yuan", "- award for a new SME: 5 yuan"], 2),
        (["- 市级专精特新企业复核奖励：10万元", "- 专精特新企业复核奖励：10万元"], 2),
        (["- award of 50,000 yuan a year", "- award of 50,000 yuan"], 2),
    ],
)
def test_only_what_was_said_whole_is_left_out(lines: list[str], kept: int) -> None:
    assert without_repeats(lines) == lines[:kept]
