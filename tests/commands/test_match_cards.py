"""What holds for every result of /match: whole words, short pages, limits and names told."""

import re
from itertools import product
from typing import Literal

import pytest

from bot.domain.data.conditions import FactLimit
from bot.domain.data.districts import PLACES
from bot.domain.data.plain_name import plain_name
from bot.domain.eligibility.matching import Unmet, match
from bot.i18n.translator import read_translators
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.formats import sentence_case
from bot.ui.line_width import LINES, lines_of
from cogs.little_giant.check.answers import known_answers
from cogs.match.cards.entries import entry_of, unmet_text
from cogs.match.wishes import DEPENDS, FITS, TITLE_NAMES, Wish
from cogs.registry import REGISTRY


@pytest.mark.parametrize(
    ("title", "raw"),
    [
        ("tech-sme", {"title": ("innovative",)}),
        ("high-tech", {"honours": ("high-tech",)}),
        ("", {}),
    ],
)
def test_a_title_is_handed_on_as_the_check_asks_for_it(
    title: str, raw: dict[str, tuple[str, ...]]
) -> None:
    assert known_answers(title, "", "") == raw
    revenue = known_answers(title, "", "25000000")
    assert revenue == raw | {"revenue": ("25000000",)}


@pytest.mark.parametrize(
    ("fact", "op", "value", "said"),
    [
        ("staff", ">=", 10, "needs staff of at least 10 people"),
        ("staff", ">", 10, "needs staff of over 10 people"),
        ("revenue", ">=", 20e6, "needs revenue of at least 20 million yuan"),
        ("revenue", ">", 20e6, "needs revenue of over 20 million yuan"),
        ("age", "<=", 5, "needs an age of no more than 5 years"),
        ("age", "<", 5, "needs an age of below 5 years"),
    ],
)
def test_a_limit_says_whether_its_number_counts(
    fact: Literal["staff", "revenue", "age"],
    op: Literal[">=", ">", "<=", "<"],
    value: float,
    said: str,
) -> None:
    unmet = Unmet(fact, limit=FactLimit(fact=fact, op=op, value=value))
    assert unmet_text(read_translators()["en"], unmet) == said


@pytest.mark.parametrize("group", [FITS, DEPENDS])
@pytest.mark.parametrize("title", ["", "specialised"])
def test_no_word_of_a_result_is_cut(context: RenderContext, title: str, group: str) -> None:
    for place in PLACES:
        page, said = 0, ""
        while said != (card := _drawn(context, place, title, group, page)):
            assert "…" not in card
            page, said = page + 1, card


def test_every_result_says_who_it_is_for(context: RenderContext) -> None:
    for place, title in product(("", *PLACES), ("", *TITLE_NAMES)):
        firm = Wish(place, title).firm
        for found in match(context.release.catalogue, firm, context.today).fits:
            if (conditions := found.measure.for_) and conditions.other:
                who = re.split("[,;，；]", sentence_case(context.tr.of(conditions.other)))[0]
                assert who in entry_of(context, found).line


def _drawn(context: RenderContext, place: str, title: str, group: str, page: int) -> str:
    drawn = REGISTRY.views["ma"].draw(context, place, title, "", "", group, str(page))
    return "\n".join(part["content"] for part in walk(drawn) if part["type"] == 10)


def test_a_page_has_at_most_twelve_lines(context: RenderContext) -> None:
    label = context.tr("More")
    for place, title, group in product(
        ("", "pudong", "jingan"), ("", *TITLE_NAMES), (FITS, DEPENDS)
    ):
        page, goes_on = 0, True
        while goes_on:
            args = (place, title, "chips", "", group, str(page), "s40r25000000")
            parts = list(walk(REGISTRY.layout(context, "ma", *args)))
            shown = [part["content"] for part in parts if part["type"] == 10]
            assert lines_of(shown) <= LINES, (args, shown)
            page += 1
            goes_on = any(part.get("label") == label for part in parts)


def test_a_full_page_has_at_least_three_results(context: RenderContext) -> None:
    for place, title, group in product(
        ("", "pudong", "jingan"), ("", *TITLE_NAMES), (FITS, DEPENDS)
    ):
        page, goes_on = 0, True
        while goes_on:
            parts = list(
                walk(REGISTRY.layout(context, "ma", place, title, "", "", group, str(page)))
            )
            shown = next(part["content"] for part in parts if part["type"] == 10)
            goes_on = any(part.get("label") == context.tr("More") for part in parts)
            found = len(re.findall(r"^\*\*\d+\*\* ", shown, re.MULTILINE))
            assert found >= 3 or not goes_on, shown
            page += 1


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("SRDI guarantee plan, 30 million yuan each", "SRDI guarantee plan"),
        ("SRDI loan scheme of over 400 billion yuan", "SRDI loan scheme"),
        ("Model vouchers for AI (2025)", "Model vouchers for AI (2025)"),
        ("信用贷款贴息（最高30%）", "信用贷款贴息"),
        ("4000亿元专项贷款", "专项贷款"),
        ("单户担保额度提高到3000万元", "单户担保额度"),
        ("算力券（2025年）", "算力券（2025年）"),
    ],
)
def test_a_plain_name_lacks_its_amount(name: str, plain: str) -> None:
    assert plain_name(name) == plain
