"""A number that a record has not, or not for the year or the end that is asked for."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.answers.compose.lacking_quantity import counts_what_is_asked, lacking_quantity
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("record", "question", "lacking"),
    [
        ("fi-law", "how many guarantees have defaulted", "count"),
        ("fi-law", "参与的担保机构有多少家", "count"),
        ("ai-compute", "how many computing vouchers has the city handed out", "count"),
        ("ai-compute", "算力券已发放多少张", "count"),
        ("pay25", "how many days has a public body to pay", None),
        ("pay25", "机关付款期限是几天", None),
        ("fi-national-int", "how many percentage points are paid back", None),
        ("be26-noapply", "of the 709 items, how many are district ones", "count"),
        ("be26-noapply", "709项里区级几项", "count"),
        ("be26-noapply", "how many items run without application", None),
        ("zn-53", "how many sq km do the 53 parks cover", None),
        ("zn-60", "how many parks are aimed for by 2026", None),
        ("zn-60", "how many parks are aimed for by 2028", "year"),
        ("zn-60", "2028年产业园区目标多少个", "year"),
        ("c27-fengxian", "goals: the whole city in 2030, and how many in Fengxian by 2027", None),
        ("shanghai-little-giants", "how many little giants were there in 2025", None),
        ("a25-guar", "smallest guarantee for one firm", "minimum"),
        ("a25-guar", "担保最低多少", "minimum"),
        ("a25-guar", "how much is the guarantee for one firm", None),
        ("z-jinqiao5g", "rent per square metre", "rent"),
        ("z-jinqiao5g", "每平租金", "rent"),
    ],
)
def test_what_a_record_lacks(
    release: Release, record: str, question: str, lacking: str | None
) -> None:
    parsed = release.index.parse(question)
    assert lacking_quantity(release.catalogue.records[record], parsed) == lacking


def test_a_period_is_no_number_of_things(release: Release) -> None:
    period = next(f for f in release.catalogue.records["ai-compute"].figures if f.unit == "years")
    assert not counts_what_is_asked(period, release.index.parse("how many vouchers were issued"))
    assert counts_what_is_asked(period, release.index.parse("how many years is it paid"))


@pytest.mark.parametrize(
    "question",
    [
        "how many AI vouchers were issued so far",
        "2028年产业园区目标多少个",
        "share of applicants that pass the little giant review",
        "专精特新担保一家企业最低能担保多少",
    ],
)
def test_the_card_says_so(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).status == "not-stated"
