"""What changed between the rules of 2022 and 2026, and which of them a review follows."""

import pytest

from bot.domain.release import Release
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    "question",
    [
        "what has changed for little giants this spring",
        "how has the srdi threshold changed",
        "did they overhaul the little giant requirements in april?",
        "are the bars for little giants higher than they used to be",
        "专精特新的门槛抬高了吗",
        "小巨人新政和以前有什么区别",
        "专精特新新标准新在哪里",
    ],
)
def test_a_change_of_the_rules_shows_both(release: Release, question: str) -> None:
    assert first_card(release, question).kind == "pairs"


@pytest.mark.parametrize(
    "question",
    [
        "we changed our address, does our srdi title stay valid",
        "little giant changed its name, must it report that",
        "专精特新企业改了名字要报告吗",
        "小巨人营收涨了三成有奖励吗",
    ],
)
def test_a_change_of_the_firm_is_none_of_the_rules(release: Release, question: str) -> None:
    assert first_card(release, question).kind != "pairs"


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("our little giant status is due this year, old or new rules?", "lg26-review"),
        ("2026年小巨人复核用哪套标准", "lg26-review"),
        ("小巨人今年要复审，按旧标准吗", "lg26-review"),
        ("our little giant title expires in 2027, old or new rules?", "keeping-current"),
        ("专精特新今年到期，按新办法复核吗", "keeping-current"),
    ],
)
def test_the_rules_of_this_year_come_before_the_general_ones(
    release: Release, question: str, record: str
) -> None:
    assert first_card(release, question).record.id == record
