"""What a firm can get: nothing for a title that it has for long, or that is beyond it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.answers.read.firm_facts import firm_of
from bot.domain.answers.reader import read_question
from bot.domain.release import Release
from bot.domain.text import normalise
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    "question",
    [
        "we are an srdi firm in xuhui with 12 staff, what money can we get",
        "we are a little giant in putuo with 80 staff, what can we still get",
        "徐汇专精特新，员工50人，还能拿什么钱",
        "we are a little giant since 2022, what money is there",
    ],
)
def test_a_firm_gets_no_award_for_a_title_that_it_has(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.kind == "matches"
    assert not any(f.id.startswith("new-") for f in card.figures)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("just became srdi in hongkou, 50 staff: what do we get", "new-specialised"),
        ("静安刚评上的小巨人，60人，能拿什么", "new-little-giant"),
        ("little giant in jing'an since 2022, 90 staff: what can we get", "review-little-giant"),
    ],
)
def test_a_new_title_or_its_review_brings_the_award(
    release: Release, question: str, figure: str
) -> None:
    assert figure in {f.id for f in first_card(release, question).figures}


@pytest.mark.parametrize(
    "question",
    [
        "robotics company in jiading with 8 million revenue, what support is there",
        "我们是闵行做机器人零部件的小公司，年营收800万，能拿什么",
    ],
)
def test_what_needs_a_title_beyond_the_firm_is_left_out(release: Release, question: str) -> None:
    records = {r.id for r in first_card(release, question).records}
    assert records.isdisjoint({"a25-guar", "a25-interest", "aw-jiading", "aw-minhang"})


def test_one_support_of_two_records_is_told_once(release: Release) -> None:
    card = first_card(release, "we are srdi in minhang, 200 staff, what money can we get")
    records = [r.id for r in card.records]
    assert not {"d24-guar", "a25-guar"} <= {*records}


def test_the_trade_of_a_firm_does_not_depend_on_the_order_of_a_set(release: Release) -> None:
    query = read_question(release, normalise("a firm in jiading"), date(2026, 11, 26))
    trades = ("sensors", "manufacturing")  # names of one length

    def trade(*concepts: str) -> str | None:
        ordered = dict.fromkeys(concepts).keys()  # a set that keeps its order
        question = replace(query.question, concepts=ordered)
        return firm_of(replace(query, question=question)).industry

    assert trade(*trades) == trade(*reversed(trades))
