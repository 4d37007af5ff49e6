"""What one firm gets comes before totals, and its own numbers choose the amount."""

import pytest

from bot.domain.release import Release
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("question", "records"),
    [
        ("what guarantee can our company get", {"d24-guar", "a25-guar"}),
        ("how much do they guarantee per borrower", {"d24-guar", "a25-guar", "pig26"}),
        ("我们调用大模型API，能报一部分吗", {"ai-model"}),
        ("用大模型能补吗", {"ai-model"}),
        ("how much was guaranteed in shanghai in 2025", {"fi-guar25"}),
        ("三种AI券总共多少钱", {"shanghai-2025-07-ai"}),
    ],
)
def test_what_one_firm_gets_comes_before_totals(
    release: Release, question: str, records: set[str]
) -> None:
    assert first_card(release, question).record.id in records


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("hongkou bonus plus the city bonus, can we have both?", "aw-hongkou"),
        ("do the jiading award and the municipal one add up?", "aw-jiading"),
        ("pudong award and also the city award?", "aw-pudong"),
        ("浦东奖励加上市里的奖励行不行", "aw-pudong"),
    ],
)
def test_a_district_does_not_hide_that_two_awards_are_combined(
    release: Release, question: str, record: str
) -> None:
    card = first_card(release, question)
    assert card.record.id == record
    assert card.is_not_stated or not card.lines[0].figures


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("basic research costs us 60 million a year, what do we get", 5_000_000),
        ("we spend 15 million a year on basic research, how much support", 2_000_000),
        ("基础研究一年投1.2亿，能拿多少", 10_000_000),
        ("gpu rental, 3 years old ai startup", 100),
        ("中央给设备贷款贴息，上限多少", 1_500_000),
        ("city cluster application: how much output", 3_000_000_000),
        ("市级集群产值要达到多少", 3_000_000_000),
        ("报市级集群，中小企业产值占比要多少", 50),
    ],
)
def test_the_number_asked_for_leads(release: Release, question: str, value: float) -> None:
    assert first_card(release, question).lines[0].figures[0].value == value


@pytest.mark.parametrize(
    ("question", "zones"),
    [
        ("where for hydrogen", {"z-h2port"}),
        ("medical devices: where", {"z-northsh"}),
        ("做化妆品的放哪儿合适", {"z-beautymake"}),
        ("嘉定做氢能的园区", {"z-h2port"}),
    ],
)
def test_a_trade_and_where_gives_its_parks(
    release: Release, question: str, zones: set[str]
) -> None:
    card = first_card(release, question)
    assert zones <= {record.id for record in card.records}
    assert "z-chips" not in {record.id for record in card.records}
