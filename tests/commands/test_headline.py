"""The one figure of a measure that lists show, and its one line of what is not stated."""

from datetime import date
from typing import Any

import pytest

from bot.domain.data.models import Measure
from bot.i18n.translator import read_translators
from bot.ui.context import RenderContext
from bot.ui.details import not_stated_line
from bot.ui.measure_line import headline_figure, most_text
from cogs.funding.cards.measure import measure_card
from tests import small
from tests.card_budget import texts_of


def _figure(name: str, scope: str, value: float, unit: str, ends: str = "") -> dict[str, Any]:
    said = {"en": name, "zh": name}
    what = {"id": name, "name": said, "sources": ["seed"], "qualifier": "up to"}
    until = date.fromisoformat(ends) if ends else None
    return what | {"value": value, "unit": unit, "scope": scope or None, "ends": until}


@pytest.mark.parametrize(
    ("figures", "shown"),
    [
        ([], None),
        ([("rate", "firm", 30, "percent")], "rate"),
        ([("rate", "firm", 30, "percent"), ("cap", "firm", 5_000_000, "CNY")], "cap"),
        ([("sales", "", 20_000_000, "CNY"), ("award", "firm", 500_000, "CNY")], "award"),
        ([("lower", "firm", 100_000, "CNY"), ("higher", "firm", 300_000, "CNY")], "higher"),
        ([("all", "total", 600_000_000, "CNY"), ("rate", "firm", 30, "percent")], "rate"),
        ([("sales", "", 20_000_000, "CNY"), ("all", "total", 10**9, "CNY")], "all"),
        ([("share", "", 40, "percent"), ("from", "", 4_000_000, "CNY")], "share"),
        (
            [("champion", "firm", 10**6, "CNY"), ("new-little-giant", "firm", 500_000, "CNY")],
            "new-little-giant",
        ),
        ([("which", "", 6, "batch")], None),
        ([("target", "total", 10**12, "CNY", "2024-12-31")], None),
    ],
)
def test_a_list_shows_what_a_firm_gets_not_what_it_must_reach(
    figures: list[tuple[Any, ...]], shown: str | None
) -> None:
    record = Measure.model_validate(small.measure(1) | {"figures": [_figure(*f) for f in figures]})
    best = headline_figure(record, date(2026, 11, 26))
    assert (best.id if best else None) == shown


@pytest.mark.parametrize(
    ("figures", "qualifier", "said"),
    [
        (
            [("lower", 100_000), ("higher", 300_000)],
            "exactly",
            ("up to 300,000 yuan", "最高30万元"),
        ),
        ([("only", 300_000)], "exactly", ("300,000 yuan", "30万元")),
        ([("lower", 100_000), ("higher", 300_000)], "over", ("over 300,000 yuan", "超过30万元")),
        (
            [("new-specialised", 100_000), ("new-little-giant", 300_000)],
            "exactly",
            ("300,000 yuan", "30万元"),
        ),
    ],
)
def test_of_several_amounts_for_one_firm_a_list_says_up_to_the_largest(
    figures: list[tuple[str, float]], qualifier: str, said: tuple[str, str]
) -> None:
    given = [_figure(name, "firm", value, "CNY") for name, value in figures]
    record = Measure.model_validate(
        small.measure(1) | {"figures": [each | {"qualifier": qualifier} for each in given]}
    )
    best = headline_figure(record, date(2026, 11, 26))
    assert best is not None
    translators = read_translators()
    assert said == tuple(most_text(translators[lang], record, best) for lang in ("en", "zh"))


def test_what_is_stated_in_part_says_so() -> None:
    text = {"en": "Not stated.", "zh": "未说明。"}
    silences = [{"id": about, "about": about, "text": text} for about in ("amount", "rate", "when")]
    figure = _figure("cap", "firm", 500_000, "CNY")
    record = Measure.model_validate(
        small.measure(1)
        | {"figures": [figure], "not_stated": [*silences, silences[1] | {"id": "b"}]}
    )
    said = not_stated_line(read_translators()["en"], record)
    assert said == "**Not stated:** amount (in part), rate, dates"


def test_what_one_firm_gets_stands_below_the_name_with_its_qualifier(
    context: RenderContext,
) -> None:
    heading, _, first, *_ = texts_of(measure_card(context, "a25-guar")).splitlines()
    assert heading in ("### SRDI guarantee plan", "### 专精特新专项担保计划")
    assert first.endswith(("**up to 30 million yuan**", "**最高3000万元**"))
