"""What holds for all forms of /little-giant check, and for whatever is typed into them."""

from typing import Any

import pytest

from bot.domain.eligibility.check import evaluate
from bot.domain.eligibility.criterion_inputs import INPUTS
from bot.domain.eligibility.firm import FORMALITIES, REST, TICKS
from bot.domain.eligibility.tiers import TIER_NAMES, Rules
from bot.ui.check_sessions import decode_answers, encode_answers, is_token
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.line_width import LINES
from cogs.little_giant.check.answers import read_answers
from cogs.little_giant.check.cards.lines import FORMALITY_NAMES
from cogs.little_giant.check.cards.pages import page_card
from cogs.little_giant.check.cards.result import check_card
from cogs.little_giant.check.controls import CheckPage, CheckResult
from cogs.little_giant.check.forms import form_parts, form_title
from cogs.little_giant.check.questions import FORMS, QUESTIONS
from tests.card_budget import lines_in
from tests.commands.chat import assert_sendable


@pytest.mark.parametrize("number", range(len(FORMS)))
def test_forms_are_within_discords_limits(context: RenderContext, number: int):
    raw = dict.fromkeys(QUESTIONS, ("x" * 99,))
    parts = form_parts(context, number, raw)
    assert 1 <= len(parts) <= 5
    assert 1 <= len(form_title(context, number)) <= 45
    tr = context.tr
    for part, question in zip(parts, FORMS[number].questions, strict=True):
        assert len(tr(question.label)) <= 45
        assert len(tr(question.hint)) <= 100
        field = part["component"]
        assert field["required"] is False
        options = field.get("options", [])
        assert len(options) <= {21: 10, 22: 10, 3: 25}.get(field["type"], 0)
        assert all(1 <= len(o["label"]) < 100 for o in options)


def test_what_a_requirement_can_test_has_a_question_and_a_formality_a_name() -> None:
    assert {ask for read in INPUTS.values() for ask in read.asks} <= set(QUESTIONS)
    assert set(FORMALITY_NAMES) == set(FORMALITIES)


EXTREMES: tuple[dict[str, tuple[str, ...]], ...] = (
    dict.fromkeys(QUESTIONS, ("no number at all, really, " * 3,)),
    dict.fromkeys(QUESTIONS, ("0",)) | {"title": ("none",), "district": ("pudong",)},
    dict.fromkeys(QUESTIONS, ("1",)) | {g: (*TICKS[g], REST) for g in TICKS},
    dict.fromkeys(QUESTIONS, ("1",)) | {"formal": tuple(FORMALITIES), "title": ("none",)},
    {"title": ("little-giant",), "district": ("minhang",)},
)


@pytest.mark.parametrize("raw", EXTREMES)
@pytest.mark.parametrize("rules", ["current", "2022"])
def test_answers_fit_a_phone_whatever_was_typed(context: RenderContext, raw: Any, rules: Rules):
    answers, problems = read_answers(raw)
    tiers = context.release.catalogue.dataset.tiers
    verdicts = evaluate(tiers, answers, rules, today=context.today, presuming=True)
    for tier_name in TIER_NAMES:
        checked = CheckResult(
            "*" + "k" * 22, answers, verdicts, tier_name, problems, notice="x" * 80
        )
        shown = [check_card(context, checked)]
        page: CheckPage
        for page in ("a", "o", "f"):
            shown += [page_card(context, checked, page, number) for number in range(12)]
        for layout in shown:
            assert_sendable(layout)
            assert lines_in(layout) <= LINES
            rows = [part for part in layout if part["type"] == 1]
            assert len(rows[0]["components"]) <= 4
            assert [part["components"][0]["type"] for part in rows[1:]] in ([], [3])
            labels = [part.get("label", "") for part in walk(layout)]
            assert not [label for label in labels if "…" in label]


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"title": ("none",), "district": ("jingan",), "revenue": ("5000万",)},
        {"formal": ("listed", "audits"), "honours": (REST,), "prizes": ("nat3", "prov")},
        {"ip": ("unknown",), "field": ("10",), "debt": ("about 60%",)},
        {key: ("1",) for key in QUESTIONS if QUESTIONS[key].kind == "text"},
    ],
)
def test_a_token_gives_back_what_was_typed(raw: dict[str, tuple[str, ...]]):
    code = encode_answers(raw, 200)
    assert code is not None
    assert decode_answers(code) == raw
    assert encode_answers(raw, len(code) - 1 if code else -1) is None


@pytest.mark.parametrize("typed", ["5;6", "5|6", "5\n6", "\x00"])
def test_what_a_custom_id_cannot_hold_is_not_put_into_one(typed: str):
    assert encode_answers({"revenue": (typed,)}, 200) is None


@pytest.mark.parametrize("text", ["z5", "t9", "t01", "r", "r5;r6", "dxx", ";", "hz"])
def test_a_forged_token_is_refused(text: str):
    assert decode_answers(text) is None
    assert not is_token(f"=00{text}")


def test_every_question_and_choice_has_a_code():
    for question in QUESTIONS.values():
        for choice in (value for value, _ in question.options):
            raw = {question.key: (choice,)}
            assert decode_answers(encode_answers(raw, 99) or "-") == raw
