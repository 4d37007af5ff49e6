"""The more specific words of a question decide, not an everyday one beside them."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.models import Term
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("room number jiading industrial zone srdi forms", "ap-jd-contact"),
        ("listing help for srdi firms?", "a25-listing"),
        ("升规奖励什么条件", "a25-abovescale"),
        ("升规奖励50万啥条件", "a25-abovescale"),
        ("专精特新专板服务哪些企业", "cm-board"),
        ("what's the award amount minhang pays in 2025", "aw-minhang25"),
        ("is the central little giant money paid to the firm directly?", "aw-central"),
    ],
)
def test_the_record_that_is_named_answers(release: Release, question: str, record: str) -> None:
    card = first_card(release, question)
    assert (card.kind, card.record.id) == (None, record)


@pytest.mark.parametrize(
    "question",
    [
        "when was the sme conference",
        "which day was the national srdi conference",
        "专精特新大会几月开的",
    ],
)
def test_when_something_was_is_a_date_and_not_how_long(release: Release, question: str) -> None:
    first = first_card(release, question).lines[0]
    assert first.text
    assert "1 to 3 December 2024" in first.text.en


def test_how_long_something_was_is_a_duration(release: Release) -> None:
    assert first_card(release, "how long was the srdi conference").figures[0].unit == "days"


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("模型券怎么补", "ai-model"),
        ("算力券咋补", "ai-compute"),
        ("语料券怎么补", "ai-corpus"),
        ("科技贷款保费补贴", "premium25"),
        ("tech loan premium subsidy", "premium25"),
        ("model voucher", "ai-model"),
    ],
)
def test_an_offer_named_by_its_term_is_told_by_its_amount(
    release: Release, question: str, record: str
) -> None:
    card = first_card(release, question)
    assert card.record.id == record
    assert card.lines[0].figures[0].scope == "firm"


@pytest.mark.parametrize("question", ["what's the premium subsidy", "保费补贴是什么"])
def test_the_meaning_of_an_offer_is_told_if_asked(release: Release, question: str) -> None:
    assert isinstance(first_card(release, question).record, Term)


def test_the_known_half_comes_before_the_unknown_one(release: Release) -> None:
    question = "is the interest subsidy automatic or do we apply, and up to what per firm"
    first, *others = first_card(release, question).lines[:3]
    assert first.text
    assert first.text.en.startswith("No application is needed")
    assert any(line.is_not_stated for line in others)


def test_a_call_without_amounts_shows_those_of_another_year(release: Release) -> None:
    lines = first_card(release, "what's the award amount minhang pays in 2025").lines
    assert lines[0].is_not_stated
    assert lines[1].figures[0].value == 500_000


def test_a_term_and_what_it_covers_stand_on_one_card(release: Release) -> None:
    card = first_card(release, "免申即享是啥意思，哪三个项目")
    assert isinstance(card.record, Term)
    assert {"a25-interest", "a25-abovescale", "a25-lg-growth"} <= {x.record.id for x in card.lines}


def test_who_asks_what_a_term_means_gets_no_list_of_offers(release: Release) -> None:
    card = first_card(release, "免申即享啥意思")
    assert isinstance(card.record, Term)
    assert {line.record.id for line in card.lines} == {"be26-noapply"}


@pytest.mark.parametrize(
    "question",
    ["what's the capital gains tax rate for founders selling shares?", "卖股权要交多少资本利得税"],
)
def test_taxes_of_owners_are_out_of_scope(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).status == "no-match"


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("we spend 60 million a year on basic research, any subsidy for this?", 5_000_000),
        ("we put 20m a year into basic research, do we get anything", 2_000_000),
        ("药企一年基础研究投1.2个亿，能拿啥补助", 10_000_000),
    ],
)
def test_only_the_band_of_the_firm_is_told(release: Release, question: str, amount: float) -> None:
    card = first_card(release, question)
    assert card.lines[0].met
    assert [f.value for f in card.figures if f.paid_for] == [amount]
