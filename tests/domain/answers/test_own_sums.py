"""What a rate comes to on the firm's own sum; what one firm gets before totals."""

from datetime import date

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.answers.compose.own_sums import own_sum
from bot.domain.release import Release
from bot.domain.text import normalise

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("record", "question", "gets", "on"),
    [
        ("a25-digital", "our MES contract is 500k, what comes back", 150_000, 500_000),
        ("a25-digital", "we paid 2 million for a CRM, subsidy?", 600_000, 2_000_000),
        ("a25-digital", "ERP花了120万能补多少", 360_000, 1_200_000),
        ("ai-model", "LLM contract of 20m", 5_000_000, 20_000_000),  # the cap
        ("ai-model", "签了60万API合同，报多少", 300_000, 600_000),
        ("ai-corpus", "bought datasets for 1m", 300_000, 1_000_000),
        ("ai-compute", "租显卡一年80万", 240_000, 800_000),  # the rate for every firm
        ("mfg26-firstset", "first-set machine, contract 90m, what can we claim", 2e7, 9e7),
        ("mfg26-firstset", "首批次新材料销售合同1200万，支持多少", 3_600_000, 12_000_000),
        ("a25-tech", "upgrading: we invest 1.2bn", 100_000_000, 1_200_000_000),  # the cap
        ("a25-tech", "技改投资3个亿，支持多少", 30_000_000, 300_000_000),
        ("fi-national-int", "we borrow 10m for a new workshop", 300_000, 10_000_000),
        ("fi-national-int", "设备贷款8000万，贴息多少", 1_500_000, 80_000_000),
    ],
)
def test_the_sum_of_the_firm_is_worked_out(
    release: Release, record: str, question: str, gets: float, on: float
) -> None:
    line = own_sum(release.catalogue.measures[record], normalise(question))
    assert line is not None
    assert (line.figures[0].value, line.figures[0].qualifier, line.base) == (gets, "up to", on)


@pytest.mark.parametrize(
    ("question", "gets"),
    [
        ("浦东的研发加计扣除额800万，评上市级专精特新能给多少", 250_000),  # the cap
        ("Pudong, rd super deduction was 1m, srdi award?", 100_000),
        ("浦东新评小巨人，加计扣除500万，给多少", 500_000),
    ],
)
def test_an_award_by_a_rate_is_capped_by_its_title(
    release: Release, question: str, gets: float
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.lines[0].role) == ("aw-pudong", "own-sum")
    assert card.lines[0].figures[0].value == gets


@pytest.mark.parametrize(
    ("record", "question"),
    [
        ("a25-interest", "interest subsidy on a 20m loan"),  # a share of what is not stated
        ("ai-model", "model voucher, our revenue is 80m"),
        ("ai-model", "is the voucher capped at 5 million per contract"),
        ("ai-model", "模型券最高能拿500万吗"),
        ("ai-model", "contract of 2m, or of 3m, which is better"),  # which of two
        ("a25-digital", "we raised 20m and want an ERP"),
        ("fi-national-int", "a working capital loan of 10m"),  # no fixed asset
        ("p23-ai", "contract of 1m for computing in 2023"),  # of the past
        ("a25-tech", "we spend 90m on a new line"),
    ],
)
def test_no_sum_without_a_known_base(release: Release, record: str, question: str) -> None:
    assert own_sum(release.catalogue.measures[record], normalise(question)) is None


@pytest.mark.parametrize(
    ("question", "record", "unit"),
    [
        ("anything for training data that we purchase?", "ai-corpus", "percent of contract"),
        ("买训练数据补不补", "ai-corpus", "percent of contract"),
        ("we train a small model and rent GPUs, subsidy?", "ai-compute", "percent of rent"),
    ],
)
def test_what_one_firm_gets_comes_before_the_pot(
    release: Release, question: str, record: str, unit: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.figures[0].unit) == (record, unit)


@pytest.mark.parametrize("question", ["how big is the pot for computing vouchers"])
def test_the_pot_comes_first_where_it_is_asked_for(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].figures[0].scope == "total"


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("投三千万做自动化改造，有什么支持", "a25-tech"),
        ("can part of our API bill be refunded", "ai-model"),
        ("调用大模型的费用能不能补一点", "ai-model"),
        ("do industry clusters get any cash", "a25-cluster"),
        ("does the city help with the cost of moving to the cloud", "a25-digital"),
    ],
)
def test_everyday_words_find_the_measure(release: Release, question: str, record: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == record
    assert not card.is_not_stated


@pytest.mark.parametrize(
    "question", ["new little giant: 100k or 300k?", "新晋小巨人奖10万还是30万"]
)
def test_amounts_of_which_nobody_says_who_gets_which_stand_together(
    release: Release, question: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.lines[0].is_either
    assert [f.value for f in card.lines[0].figures] == [100_000, 300_000]


@pytest.mark.parametrize(
    "question",
    [
        "food machinery maker in Songjiang, SRDI, 42m revenue, what can we get",
        "松江食品机械厂，专精特新，营收4200万，能拿什么",
    ],
)
def test_a_list_holds_nothing_for_another_trade_or_title(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    shown = {record.id for record in card.records}
    assert card.kind == "matches"
    assert shown.isdisjoint({"g60-space", "a25-lg-growth", "aw-songjiang"})  # it has its title


@pytest.mark.parametrize(
    "question",
    ["we signed a 1m rmb ERP contract, how much back?", "买设备贷了6000万 国家贴息能贴多少"],
)
def test_a_rate_stands_once_beside_its_sum(release: Release, question: str) -> None:
    own, *others = answer_question(release, question, TODAY).cards[0].lines
    assert own.role == "own-sum"
    assert not any(figure in own.figures for line in others for figure in line.figures)


@pytest.mark.parametrize(
    ("question", "most"),
    [
        ("we pay 12m for model API calls, can we get some of it back", 5_000_000),
        ("用大模型api花了800万，能补几百万", 4_000_000),
        (
            "20m fixed-asset loan for machines, what does the central interest subsidy save a year",
            300_000,
        ),
        ("设备贷款2000万，中央贴息每年能省多少", 300_000),
    ],
)
def test_the_sum_that_a_firm_names_is_worked_out_first(
    release: Release, question: str, most: float
) -> None:
    first = answer_question(release, question, TODAY).cards[0].lines[0]
    assert (first.role, first.figures[0].value) == ("own-sum", most)
