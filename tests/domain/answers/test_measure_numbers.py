"""The firm's own numbers, as people type them, against what a measure asks for and pays."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "leads"),
    [
        ("we want to reach 20 million sales this year, is there an award?", 500_000),
        ("if we reach 20 million sales what do we get", 500_000),
        ("our sales will pass 20 million for the first time, what award is there?", 500_000),
        ("想冲2000万营收，达到了有奖励吗", 500_000),
        ("营收要是做到2000万能拿多少", 500_000),
        ("首次突破2000万有没有奖励", 500_000),
    ],
)
def test_a_goal_is_no_failed_test(release: Release, question: str, leads: float) -> None:
    first = first_card(release, question).lines[0]
    assert first.met is None
    assert [figure.value for figure in first.figures] == [leads]


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("we just passed 20 million sales, any bonus?", True),
        ("we only made 15 million sales, can we get the above-scale award?", False),
        ("if we reach 15 million sales can we get the above-scale award?", False),
        ("我们营收只有1500万，能拿升规奖励吗", False),
    ],
)
def test_a_result_and_a_goal_below_the_bar_are_tested(
    release: Release, question: str, *, met: bool
) -> None:
    assert first_card(release, question).lines[0].met is met


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("the growth award is only for little giants recognised by 2023? ours is from 2024", False),
        ("we became a little giant last year, can we get the growth award?", False),
        ("got the little giant title last year, does the 500k growth award apply to us?", False),
        ("连续两年增长超20%的小巨人真有50万？我2024年评上的算不算", False),
        ("我们去年评上小巨人，高成长奖励能拿吗", False),
        ("little giant since 2022 and grew 25% two years, can we get the growth award?", True),
    ],
)
def test_the_year_of_recognition_is_compared(release: Release, question: str, *, met: bool) -> None:
    card = first_card(release, question)
    assert card.record.id == "a25-lg-growth"
    assert card.lines[0].met is met


@pytest.mark.parametrize(
    "question",
    [
        "is the pudong award over?",
        "has the pudong little giant award expired?",
        "pudong award ended in 2025, right?",
        "浦东小巨人奖励2025年底到期了吧",
        "浦东的奖励过期了吗",
        "浦东小巨人奖励是不是结束了",
    ],
)
def test_whether_it_is_over_opens_with_its_end(release: Release, question: str) -> None:
    first = first_card(release, question).lines[0]
    assert first.met is None
    assert first.text is not None
    assert "31 December 2025" in first.text.en


def test_rolling_a_loan_over_is_no_end(release: Release) -> None:
    question = "medium-sized firm, loan due May 2027: can we roll it over"
    assert first_card(release, question).lines[0].met is True


@pytest.mark.parametrize(
    "question", ["can we still get the pudong award?", "does the pudong award still run?"]
)
def test_whether_it_still_runs_is_answered_with_no(release: Release, question: str) -> None:
    assert first_card(release, question).lines[0].met is False


def test_a_title_that_expired_is_not_the_measure(release: Release) -> None:
    question = "our srdi title has expired, can we still get the pudong award?"
    assert first_card(release, question).lines[0].met is False


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("we spend 12 million on basic research, how much do we get?", 2_000_000),
        ("how much is the subsidy for 60 million of basic research?", 5_000_000),
        ("we spend 10 million on basic research, how much is it?", 2_000_000),
        ("基础研究投入6000万能补多少", 5_000_000),
        ("基础研究投1200万给不给", 2_000_000),
        ("产值增长15%工业企业能拿多少奖励", 200_000),
        ("上年升规企业产值增长35%奖励多少", 400_000),
        ("how much for basic research?", 10_000_000),
        ("is the basic research subsidy 10 million yuan?", 10_000_000),
    ],
)
def test_the_tier_of_the_firm_comes_first(release: Release, question: str, amount: float) -> None:
    assert first_card(release, question).figures[0].value == amount


@pytest.mark.parametrize(
    ("question", "bar"),
    [
        ("basic research 6 million, how much subsidy?", "10 million"),
        ("基础研究投入600万能补多少", "10 million"),
        ("growth award above-scale, our output grew 5%", "10 percent"),
    ],
)
def test_less_than_the_lowest_tier_gets_nothing(release: Release, question: str, bar: str) -> None:
    first = first_card(release, question).lines[0]
    assert first.met is False
    assert first.text is not None
    assert bar in first.text.en


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("new production line for 60 million, subsidy for the equipment?", "basic25"),
        ("rent of our office is 3 million a year, any subsidy?", "ai-compute"),
        ("we buy machines for 8 million, subsidy?", "ai-corpus"),
        ("we spend 5 million on ads, any support?", "basic25"),
    ],
)
def test_a_sum_is_not_lent_to_another_spending(release: Release, question: str, other: str) -> None:
    cards = answer_question(release, question, TODAY).cards
    assert other not in [card.record.id for card in cards]


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("we spend 12 million on basic research, any subsidy?", "basic25"),
        ("GPU rent of 2m a year, how much back", "ai-compute"),
        ("we rent gpus for 2m a year, how much back?", "ai-compute"),
        ("民营零件厂，今年要贷4000万建新厂房，利息有补贴吗", "fi-national-int"),
        ("ERP contract of 800,000, how much back?", "a25-digital"),
        ("ERP合同80万能补多少", "a25-digital"),
        ("bought API access to a third-party large model for 4 million, subsidy?", "ai-model"),
    ],
)
def test_a_sum_is_kept_for_the_spending_named(release: Release, question: str, own: str) -> None:
    assert first_card(release, question).record.id == own


@pytest.mark.parametrize(
    "question",
    [
        "our loan is due in march, can we roll it over without paying back first",
        "may we roll our loan over when it is due?",
    ],
)
def test_what_is_open_to_every_firm_is_a_yes(release: Release, question: str) -> None:
    first = first_card(release, question).lines[0]
    assert (first.met, first.role) == (True, "depends")


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("we are state-owned, is the fixed asset loan interest subsidy for us?", False),
        ("we are a state-owned firm, can we get the model voucher?", None),
        ("国企能申请算力模型券里的模型券吗", None),
        ("our affiliate sells us the data, can we get the corpus voucher?", False),
        ("a large company hasn't paid us, can we do something?", None),
        ("large enterprise here, can we get the loan interest subsidy for srdi?", False),
    ],
)
def test_only_a_condition_that_says_so_keeps_a_firm_out(
    release: Release, question: str, *, met: bool | None
) -> None:
    assert first_card(release, question).lines[0].met is met


@pytest.mark.parametrize(
    ("question", "record", "figure"),
    [
        ("do they subsidise GPU rental?", "ai-compute", "city-rate"),
        ("is anything paid for buying a corpus?", "ai-corpus", "contract-rate"),
        ("was insurance of a tech loan subsidised", "premium25", "premium-rate"),
        ("租显卡给补贴吗", "ai-compute", "city-rate"),
        ("信用贷款有贴息没", "a25-interest", "rate"),
        ("买设备的贷款给不给贴息，多少年", "fi-national-int", "subsidy-rate"),
    ],
)
def test_whether_anything_is_paid_opens_with_the_sum(
    release: Release, question: str, record: str, figure: str
) -> None:
    line = answer_question(release, question, TODAY).cards[0].lines[0]
    assert (line.record.id, [f.id for f in line.figures]) == (record, [figure])


@pytest.mark.parametrize(
    "question",
    ["do we get 100,000 or 300,000", "is there a subsidy for a yacht", "有没有买游艇的补贴"],
)
def test_no_yes_to_what_no_source_states(release: Release, question: str) -> None:
    cards = answer_question(release, question, TODAY).cards
    assert not any(line.role == "depends" and line.figures for c in cards for line in c.lines)


@pytest.mark.parametrize(
    ("question", "record", "met", "own"),
    [
        ("growth award for little giants: 35% then 12%", "a25-lg-growth", False, 12),
        ("小巨人连续两年增长21%和15%，高成长奖励", "a25-lg-growth", False, 15),
        ("newly above scale, 18m sales, how much is it", "a25-abovescale", False, 18_000_000),
        ("premium subsidy - our loan was repaid in june 2024", "premium25", False, None),
        ("Tech insurance premium, loan repaid Sept 2025 - covered?", "premium25", False, None),
    ],
)
def test_a_number_or_a_date_decides_without_a_yes_or_no_question(
    release: Release, question: str, record: str, own: float | None, *, met: bool
) -> None:
    card = first_card(release, question)
    assert (card.record.id, card.lines[0].met, card.lines[0].own) == (record, met, own)


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("first time above scale this year (software, 24m revenue). cash?", 24_000_000),
        ("首次升规，软件公司，年销售2600万，奖多少", 26_000_000),
    ],
)
def test_what_is_paid_leads_the_condition_that_is_met(
    release: Release, question: str, own: float
) -> None:
    paid, tested, *_ = first_card(release, question).lines
    assert [figure.value for figure in paid.figures] == [500_000]
    assert (tested.met, tested.own) == (True, own)


@pytest.mark.parametrize(
    "question",
    [
        "annual sales of 20 million, the test of the above-scale award",
        "what did the premium subsidy say in May 2024",
    ],
)
def test_the_rule_itself_is_no_number_of_the_firm(release: Release, question: str) -> None:
    assert first_card(release, question).lines[0].met is None
