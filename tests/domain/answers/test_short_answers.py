"""Short answers of records: what they may say, and which question gets one as its heading."""

from collections.abc import Iterator
from datetime import date
from typing import cast

import pytest
from pydantic import BaseModel

from bot.domain.answers.ask import answer_question
from bot.domain.data.models import Figure, Record, Text
from bot.domain.release import Release
from bot.domain.text import amount_token, parse_text

TODAY = date(2026, 11, 27)
LONGEST = {"en": 95, "zh": 45}
"""Characters that a heading of two lines on a phone holds."""


def said(value: object) -> Iterator[str]:
    """Numbers and dates of every text and figure of a record but its short answers."""
    if isinstance(value, Text):
        for text in (value.en, value.zh):
            read = parse_text(text, simplified=True)
            yield from (*read.amounts, *read.dates, *read.units)
    elif isinstance(value, Figure):
        yield amount_token(value.value, value.unit)
        yield from said((value.as_of, value.name, value.period))
    elif isinstance(value, date | str):
        yield from (str(value), str(value)[:7], str(value)[:4])
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "answers":
                yield from said(getattr(value, name))
    elif isinstance(value, tuple):
        for each in cast("tuple[object, ...]", value):
            yield from said(each)


def test_a_short_answer_says_no_number_that_its_record_does_not_say(release: Release) -> None:
    new: list[str] = []
    for record in release.catalogue.records.values():
        known = {token.rstrip("%") for token in said(record)}
        for answer in record.answers:
            for text in (answer.text.en, answer.text.zh):
                read = parse_text(text, simplified=True)
                new += [
                    f"{record.id}/{answer.id}: {t}"
                    for t in read.amounts
                    if t.rstrip("%") not in known
                ]
                new += [f"{record.id}/{answer.id}: {t}" for t in read.dates if t not in known]
    assert new == []


def test_a_short_answer_fits_two_lines_of_a_phone(release: Release) -> None:
    long = [
        f"{record.id}/{answer.id}"
        for record in release.catalogue.records.values()
        for answer in record.answers
        if len(answer.text.en) > LONGEST["en"] or len(answer.text.zh) > LONGEST["zh"]
    ]
    assert long == []


def heading(release: Release, question: str) -> tuple[str, str]:
    card = answer_question(release, question, TODAY).cards[0]
    first = card.lines[0]
    record = cast("Record", card.record)
    told = [a.id for a in record.answers if first.role == "answer" and a.text == first.text]
    return record.id, "".join(told)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("must a third party confirm our market share?", ("lg26-light", "market-share-proof")),
        (
            "do we pay tax in jing'an to get the interest help",
            ("fi-jingan-int", "registered-and-taxed"),
        ),
        ("a customer pays once his client pays, legal?", ("pay25", "wait-for-third-party")),
        ("要先还旧贷款才能续贷吗", ("fi-renew", "no-repay-first")),
        ("what rate does the city pay for rented computing", ("ai-compute", "")),
        ("is the title permanent", ("ap-validity", "not-for-life")),
        ("称号是永久的吗", ("ap-validity", "not-for-life")),
        ("is the review on site", ("m26-validity", "review-visits")),
        ("复核要上门吗", ("m26-validity", "review-visits")),
        ("does a subsidiary qualify separately", ("lg26-notstack", "subsidiaries")),
        ("can we skip innovative", ("ap-together", "base-title-first")),
        ("换地址要报告吗", ("m26-change", "report-needed")),
    ],
)
def test_a_question_alike_to_a_wording_gets_the_sentence(
    release: Release, question: str, expected: tuple[str, str]
) -> None:
    assert heading(release, question) == expected
