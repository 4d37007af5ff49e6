"""A sum against the limit in force: of the loan or guarantee asked for, not of anything else."""

import pytest

from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.release import Release
from bot.domain.text import normalise
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("question", "record", "limit", "met"),
    [
        ("can we get a guarantee for a loan of 18 million", "d24-guar", 30e6, True),
        ("想贷2500万，政府能担保吗", "a25-guar", 30e6, True),
        ("could the plan for private investment guarantee 14 million", "pig26", 20e6, True),
        ("民间投资专项担保计划能担保1600万吗", "pig26", 20e6, True),
        ("民间投资专项担保计划能担保2600万吗", "pig26", 20e6, False),
        ("5000万贷款能全担保吗", "d24-guar", 30e6, False),
    ],
)
def test_the_limit_in_force_decides(
    release: Release, question: str, record: str, limit: float, *, met: bool
) -> None:
    card = first_card(release, question)
    assert (card.record.id, card.lines[0].met) == (record, met)
    assert limit in [f.value for f in card.lines[0].figures]


@pytest.mark.parametrize(
    "question",
    [
        "没有抵押物，想借1200万，政府能担保吗",
        "can a firm without collateral get 12 million guaranteed",
    ],
)
def test_the_limit_stands_before_a_condition_that_no_source_states(
    release: Release, question: str
) -> None:
    met, unsaid = first_card(release, question).lines[:2]
    assert met.met
    assert unsaid.missing == "collateral"


@pytest.mark.parametrize(
    "question",
    [
        "our sales are 50 million, can we get the guarantee of the private investment plan",
        "营收5000万，民间投资专项担保计划能申请吗",
    ],
)
def test_what_the_firm_earns_is_no_loan(release: Release, question: str) -> None:
    assert all(line.met is None for line in first_card(release, question).lines)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("SaaS系统60万", "score"),
        ("平台花了55万元", "score"),
        ("系统有80家客户", "score"),
        ("our platform reads: paid 70 yuan", "score"),
        ("负债40元", "debt"),
        ("发明专利费30元", "rights"),
    ],
)
def test_money_is_no_score_ratio_or_number_of_patents(said: str, key: str) -> None:
    assert key not in numbers_of(normalise(said))


@pytest.mark.parametrize(("said", "score"), [("平台显示60分", 60), ("评分58.5", 58.5)])
def test_points_are_still_read(said: str, score: float) -> None:
    assert numbers_of(normalise(said))["score"] == score
