"""The items of the self-evaluation for the base tier that a firm tells, and what they come to."""

import pytest

from bot.domain.release import Release
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("question", "met", "total"),
    [
        (
            "一项二类专利，研发占比4%，主营增长12%，负债率50%，主营占比85%，产品不在战新目录，能过创新型吗",
            [True, True, True, True],
            70,
        ),
        (
            "one class 2 patent, r&d 4%, main business up 12%, debt ratio 50%, innovative sme?",
            [None, True, True, None],
            45,
        ),
        (
            "2项自研一类专利，研发6%，主营增长16%，负债率40%，主营占比72%，产品在战新目录，创新型能过吗",
            [True, True, True, True],
            95,
        ),
        (
            "创新型自评：没有专利，研发占比2.5%，增长3%，负债率60%，主营占比90%，能不能过",
            [None, None, None, True],
            40,
        ),
        ("研发占比5.5%，主营增长8%，负债率70%，想报创新型，行不行", [None, True, True, None], 35),
    ],
)
def test_the_items_told_are_added_up(
    release: Release, question: str, met: list[bool | None], total: float
) -> None:
    card = first_card(release, question)
    parts = [line for line in card.lines if line.own is not None]
    assert (card.record.id, card.kind) == ("innovative-current", "check")
    assert sorted(str(line.met) for line in parts) == sorted(map(str, met))
    assert max(line.own or 0 for line in parts) == total


def test_one_item_is_not_added_up(release: Release) -> None:
    assert first_card(release, "研发占比4%，创新型能得几分").kind is None


def test_what_falls_short_leaves_the_direct_ways_open(release: Release) -> None:
    question = "没有专利，研发占比2.5%，增长3%，负债率60%，主营占比90%，创新型能不能过"
    card = first_card(release, question)
    assert card.lines[0].role == "short"
    text = card.lines[-1].text
    assert text is not None
    assert "direct" in text.en
    direct = first_card(release, f"我们是高新技术企业，{question}")
    assert direct.lines[0].role != "short"
