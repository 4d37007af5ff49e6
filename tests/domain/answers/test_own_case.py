"""The firm's own history: applied before, moved, a rate or a size that it names."""

import pytest

from bot.domain.release import Release
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("question", "once"),
    [
        ("failed srdi in march, may we apply again this year", True),
        ("we applied this spring and were rejected, can we file again in autumn?", True),
        ("去年没评上，今年上半年又报了一次没过，下半年还能再报吗", True),
        ("今年第一批没通过，第二批能再报不", True),
        ("rejected this year, can we try again next year", False),
        ("去年没评上，今年能报吗", False),
    ],
)
def test_one_application_a_year(release: Release, question: str, *, once: bool) -> None:
    first = first_card(release, question).lines[0]
    assert (first.record.id == "ap-once" and first.role == "once") is once


@pytest.mark.parametrize(
    ("question", "record", "role"),
    [
        ("这个1.5个点的贴息到什么时候结束", "fi-national-int", None),
        ("until when is the 1.5 point subsidy running", "fi-national-int", "answer"),
        ("市里说的30%贴息，我贷款500万利息20万，能补多少", "a25-interest", "no-base"),
        ("loan 8m at 4%, interest subsidy 30% - how much in yuan", "a25-interest", "no-base"),
    ],
)
def test_a_rate_names_the_measure(
    release: Release, question: str, record: str, role: str | None
) -> None:
    first = first_card(release, question).lines[0]
    assert (first.record.id, first.role) == (record, role)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("moving from Jing'an to Jiading, which pays more for the srdi title", [250_000, 100_000]),
        ("从静安搬到嘉定，市级专精特新奖励哪边多", [250_000, 100_000]),
    ],
)
def test_districts_are_compared_by_the_same_award(
    release: Release, question: str, values: list[float]
) -> None:
    lines = first_card(release, question).lines[: len(values)]
    assert sorted((f.value for n in lines for f in n.figures), reverse=True) == values


def test_a_place_without_an_area_says_so_in_a_comparison(release: Release) -> None:
    for question in (
        "马桥和张江人工智能岛哪个大",
        "which is bigger, Maqiao AI zone or Zhangjiang AI Island",
    ):
        missing = [n.record.id for n in first_card(release, question).lines if n.missing == "area"]
        assert missing == ["z-aiisland"]
