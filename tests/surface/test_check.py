"""/little-giant check: forms, answers and what becomes of them, as two people meet them."""

from datetime import timedelta
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult, ResponseMessage

from bot.domain.eligibility.check import evaluate
from bot.domain.eligibility.firm import REST, TICKS
from bot.domain.eligibility.ladder import RUNGS, Rules
from bot.ui.check_sessions import LIFETIME, MOST, CheckSessions
from bot.ui.context import RenderContext
from cogs.little_giant.check.answers import read_answers
from cogs.little_giant.check.cards.result import check_card, pages_card
from cogs.little_giant.check.controls import CheckResult
from cogs.little_giant.check.forms import form_parts, form_title
from cogs.little_giant.check.questions import FORMS, QUESTIONS
from tests.surface.city import (
    NOW,
    City,
    Reply,
    assert_fits,
    assert_sendable,
    buttons,
    message_of,
    parts_of,
    press,
    texts,
)

FIRM: dict[str, Any] = {
    "title": "specialised",
    "revenue": "5000万",
    "rd": "120万",
    "years": "5",
    "rights": "3",
}
"""Holds the SRDI title; its R&D share is 2.4 percent."""


async def opened(who: MemberActor, reply: Reply, button: str) -> InteractionResult:
    """The form that a button opens."""
    found = [p for p in parts_of(reply) if p["type"] == 2 and p["label"] == button]
    assert found, f"no button {button!r} among {buttons(reply)}"
    return await who.click(message_of(reply), custom_id=found[0]["custom_id"])


async def begun(
    city: City, who: MemberActor, values: dict[str, Any] | None = None, **options: Any
) -> ResponseMessage:
    """The answer to the first form."""
    form = await who.slash(city.channel, "little-giant check", **options)
    sent = await who.submit_modal(form, FIRM if values is None else values)
    assert sent.acknowledged
    return message_of(sent)


async def more(
    city: City, who: MemberActor, reply: Reply, values: dict[str, Any], button: str = "More"
) -> ResponseMessage:
    """The answer after a further form."""
    sent = await who.submit_modal(await opened(who, reply, button), values)
    assert sent.acknowledged
    return sent.response or message_of(reply)


def fields(form: InteractionResult) -> dict[str, Any]:
    """What stands in a form, by question: the text, or the values chosen."""
    assert form.modal is not None
    return {part["component"]["custom_id"]: _filled(part["component"]) for part in _labels(form)}


def _labels(form: InteractionResult) -> list[dict[str, Any]]:
    assert form.modal is not None
    found: list[dict[str, Any]] = form.modal["components"]
    return found


def _filled(part: dict[str, Any]) -> Any:
    if part["type"] == 4:
        return part.get("value", "")
    return [option["value"] for option in part["options"] if option.get("default")]


async def test_the_first_form_alone_gives_a_result(city: City):
    reply = await begun(city, city.alice)
    shown = texts(reply)
    assert message_of(reply).flags.ephemeral
    assert "**Rung reached:** Specialised (SRDI) SME (title held)" in shown
    assert "Little giant · **not met**" in shown
    assert "2.4%" in shown
    assert "needs at least 3%" in shown
    assert "0.6 percentage points missing" in shown
    assert "about 300,000 yuan a year at your revenue" in shown
    assert "Not a decision by an authority" in shown
    assert_fits(reply)


async def test_in_chinese(city: City):
    reply = await begun(city, city.ming)
    shown = texts(reply)
    assert "**已达层级**：专精特新中小企业（已有称号）" in shown
    assert "“小巨人”企业 · **不满足**" in shown
    assert "还差0.6个百分点；按您的营业收入，每年约30万元" in shown
    assert "并非主管部门的认定结论" in shown
    assert_fits(reply)
    after = await more(city, city.ming, reply, {"revenue1": "4500万", "rd1": "一百五十万"}, "更多")
    assert "再上一年度研发费用：150万元" in texts(after)


async def test_the_option_lang_decides(city: City):
    reply = await begun(city, city.ming, lang="en")
    assert "Rung reached" in texts(reply)


async def test_more_opens_the_next_form_until_there_is_none(city: City):
    reply: ResponseMessage = await begun(city, city.alice)
    for number in range(1, len(FORMS)):
        form = await opened(city.alice, reply, "More")
        assert form.modal is not None
        assert form.modal["title"] == f"Check, form {number + 1} of {len(FORMS)}"
        sent = await city.alice.submit_modal(form, {})
        reply = sent.response or reply
    assert "More" not in buttons(reply)
    assert "Again" in buttons(reply)
    assert "(title held)" in texts(reply)


async def test_what_the_further_forms_bring(city: City):
    reply = await begun(city, city.alice)
    reply = await more(
        city,
        city.alice,
        reply,
        {"revenue1": "45m", "revenue2": "40m", "rd1": "1.5m", "main_share": "92%", "debt": "60"},
    )
    shown = texts(reply)
    assert "Form 2 asks for" not in shown
    assert "R&D spend over two years: 2.7 million yuan; needs at least 12 million yuan" in shown


async def test_a_form_is_chosen_by_name_and_gives_the_awards_of_a_district(city: City):
    reply = await begun(city, city.alice)
    menu = next(p for p in parts_of(reply) if p["type"] == 3)
    form = await city.alice.select(
        message_of(reply), [menu["options"][3]["value"]], custom_id=menu["custom_id"]
    )
    values = {"district": ["jingan"], "troubles": ["rest"], "fits": ["established", "size"]}
    sent = await city.alice.submit_modal(form, values)
    shown = texts(sent.response or reply)
    assert "**Jing'an**: award for a newly recognised little giant: **up to 500,000 yuan**" in shown
    assert "serious incidents" not in shown
    opens = await press(city.alice, sent.response or reply, "What it unlocks")
    shown = await all_texts(city, opens)
    assert "District awards, Jing'an 静安区: Little giant" in shown


async def all_texts(city: City, reply: ResponseMessage) -> str:
    """What stands on this page and on those after it."""
    pages = [texts(reply)]
    while "Next" in buttons(reply):
        reply = await press(city.alice, reply, "Next")
        assert_fits(reply)
        pages.append(texts(reply))
    return "\n".join(pages)


async def test_again_opens_the_form_as_it_was_filled_in(city: City):
    reply = await begun(city, city.alice)
    form = await opened(city.alice, reply, "Again")
    assert fields(form) == {**FIRM, "title": ["specialised"]}
    sent = await city.alice.submit_modal(form, {**FIRM, "rd": "3m", "rights": ""})
    shown = texts(sent.response or reply)
    assert "not met" not in shown.split(": cannot tell yet**")[0].split("Little giant · ")[1][:20]
    assert "3 rights" not in shown


async def test_a_number_that_cannot_be_read_is_told_and_nothing_typed_is_lost(city: City):
    typed = {**FIRM, "revenue": "about `five` oceans", "years": "5-6"}
    reply = await begun(city, city.alice, typed)
    shown = texts(reply)
    assert "**Not understood:** Revenue last year, `about 'five' oceans`: no number found" in shown
    assert "**Not understood:** Years in the niche market, `5-6`: more than one number" in shown
    assert "5000万, 50m, 5,000,000" in shown
    form = await opened(city.alice, reply, "Correct")
    assert fields(form) == {**typed, "title": ["specialised"]}
    sent = await city.alice.submit_modal(form, FIRM)
    assert "Not understood" not in texts(sent.response or reply)
    assert "Correct" not in buttons(sent.response or reply)


async def test_a_sum_smaller_than_its_part_is_told_and_not_used(city: City):
    reply = await begun(city, city.alice)
    menu = next(p for p in parts_of(reply) if p["type"] == 3)
    form = await city.alice.select(
        message_of(reply), [menu["options"][2]["value"]], custom_id=menu["custom_id"]
    )
    sent = await city.alice.submit_modal(form, {"equity2": "5m", "equity3": "100万"})
    shown = texts(sent.response or reply)
    assert (
        "**Not understood:** New institutional equity, last three years, `100万`: less than"
        in shown
    )
    assert "last two years: 5 million yuan" in shown
    again = await opened(city.alice, sent.response or reply, "Correct")
    assert fields(again)["equity3"] == "100万"


async def test_blank_forms_give_a_result_in_which_nothing_is_met(city: City):
    shown = texts(await begun(city, city.alice, {}))
    assert "none that these answers show" in shown
    assert shown.count("0 met, 0 not met") == len(RUNGS)


async def test_every_requirement_under_both_rules(city: City):
    reply = await begun(city, city.alice)
    first = await press(city.alice, reply, "Every requirement")
    shown = await all_texts(city, first)
    tiers = city.app.services.release.catalogue.tiers
    for tier in ("general-current", "innovative-current", "specialised-current"):
        assert all(c.name.en in shown for c in tiers[tier].criteria if c.tests_firm)
    assert all(c.name.en in shown for c in tiers["little-giant-current"].criteria)
    assert "Little giant: the 2026 round (eighth batch) (ended; no effect here)" in shown
    assert "judged by reviewers; no figure decides it" in shown
    old = await press(city.alice, first, "Rules of 2022")
    shown = await all_texts(city, old)
    assert "the superseded rules of 2022" in shown
    for tier in ("specialised-2022", "little-giant-2022"):
        assert all(c.name.en in shown for c in tiers[tier].criteria)
    assert "the data does not say how this is calculated" in shown
    kept = await more(city, city.alice, old, {"debt": "60"})
    assert "the superseded rules of 2022" in texts(kept)
    now = await press(city.alice, kept, "Current rules")
    assert "the rules in force" in texts(now)
    assert "Rung reached" in texts(now)


async def test_a_file_of_it_for_the_person_alone(city: City):
    reply = await begun(city, city.alice)
    button = next(p for p in parts_of(reply) if p.get("label") == "As a file")
    given = await city.alice.click(message_of(reply), custom_id=button["custom_id"])
    message = message_of(given)
    assert message.flags.ephemeral
    (file,) = message.attachments
    content = (await file.read()).decode()
    assert content.startswith("# Little giant check\n")
    assert "about 300,000 yuan a year at your revenue" in content
    assert "## Little giant · not met" in content


async def test_the_answers_of_another_person_stay_closed(city: City):
    reply = await begun(city, city.alice)
    (session,) = city.app.services.check_sessions
    session.user_id = city.ming.id
    after = await press(city.alice, reply, "Every requirement")
    assert "another person" in texts(after)
    assert "2.4%" not in texts(after)


async def test_answers_in_memory_are_told_and_erased_with_the_rest(city: City):
    mine = await begun(city, city.alice)
    others = await begun(city, city.ming, lang="en")
    assert "your answers to the check, in memory only" in texts(
        await city.alice.slash(city.channel, "privacy show")
    )
    ask = await city.alice.slash(city.channel, "privacy delete")
    assert "in memory only" in texts(await press(city.alice, ask, "Delete"))
    assert "These answers have expired" in texts(await press(city.alice, mine, "Every requirement"))
    still = texts(await press(city.ming, others, "Every requirement"))
    assert still.startswith("### Every requirement")
    shown = await city.alice.slash(city.channel, "privacy show")
    assert "**Nothing is stored about you.**" in texts(shown)


async def test_after_a_quarter_of_an_hour_they_are_gone(city: City):
    reply = await begun(city, city.alice)
    await city.env.advance_time(LIFETIME.total_seconds() - 60)
    assert "Every requirement" in texts(await press(city.alice, reply, "Every requirement"))
    await city.env.advance_time(121)
    assert len(city.app.services.check_sessions) == 0, "forgotten although nobody asked"
    gone = await press(city.alice, reply, "Result")
    assert "stay in memory for 15 minutes" in texts(gone)
    form = await opened(city.alice, gone, "Start over")
    assert set(map(str, fields(form).values())) == {"", "[]"}
    sent = await city.alice.submit_modal(form, FIRM)
    assert "(title held)" in texts(sent.response or gone)


async def test_after_a_restart_a_button_says_so_and_a_form_still_counts(city: City):
    reply = await begun(city, city.alice)
    form = await opened(city.alice, reply, "More")
    city.app.services.check_sessions.drop(city.alice.id)  # as a restart does
    sent = await city.alice.submit_modal(form, {"main_share": "85"})
    shown = texts(sent.response or reply)
    assert "**Your earlier answers have expired**" in shown
    assert "Main business as a share of revenue: 85%" in shown
    other = await begun(city, city.alice)
    city.app.services.check_sessions.drop(city.alice.id)
    gone = await press(city.alice, other, "What it unlocks")
    assert "lost when the bot restarts" in texts(gone)
    assert buttons(gone) == ["Start over"]


# -- What holds for all forms and answers --


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


EXTREMES: tuple[dict[str, tuple[str, ...]], ...] = (
    dict.fromkeys(QUESTIONS, ("no number at all, really, " * 3,)),
    dict.fromkeys(QUESTIONS, ("0",)) | {"title": ("none",), "district": ("pudong",)},
    dict.fromkeys(QUESTIONS, ("1",)) | {g: (*TICKS[g], REST) for g in TICKS},
    {"title": ("little-giant",), "district": ("minhang",)},
)


@pytest.mark.parametrize("raw", EXTREMES)
@pytest.mark.parametrize("rules", ["current", "2022"])
def test_answers_fit_whatever_was_typed(context: RenderContext, raw: Any, rules: Rules):
    answers, problems = read_answers(raw)
    tiers = context.release.catalogue.dataset.tiers
    verdicts = evaluate(tiers, answers, rules, today=context.today)
    notice = "x" * 200
    checked = CheckResult("k" * 12, answers, verdicts, problems, notice=notice)
    assert_sendable(check_card(context, checked))
    for view in ("all", "opens"):
        for page in range(12):
            assert_sendable(pages_card(context, checked, view, page))


async def test_sessions_are_few_and_the_oldest_goes_first():
    sessions = CheckSessions(lambda: NOW)
    first = sessions.answer(None, 1, 0, {})
    second = sessions.answer(None, 2, 0, {})
    sessions.answer(first, 1, 1, {})
    for user in range(MOST - 1):
        sessions.answer(None, user, 0, {})
    assert len(sessions) == MOST
    assert sessions.find(second.key) is None
    assert sessions.find(first.key) is first


async def test_a_session_ends_by_the_desks_clock():
    now = NOW
    sessions = CheckSessions(lambda: now)
    session = sessions.answer(None, 1, 0, {"revenue": ("5",)})
    now += LIFETIME - timedelta(seconds=1)
    assert sessions.find(session.key) is session
    now += timedelta(seconds=1)
    assert sessions.find(session.key) is None
