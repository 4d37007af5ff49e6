"""/little-giant check: forms, answers and what becomes of them, as two people meet them."""

import contextlib
import re
import sqlite3
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult, ResponseMessage

from bot.domain.eligibility.check import evaluate
from bot.domain.eligibility.criterion_inputs import INPUTS
from bot.domain.eligibility.firm import FORMALITIES, REST, TICKS
from bot.domain.eligibility.tiers import TIER_NAMES, Rules, must_meet
from bot.settings import Settings
from bot.ui.check_sessions import LIFETIME, decode_answers, encode_answers, is_token
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.cooldowns import LOOKUPS
from bot.ui.line_width import LINES
from cogs.little_giant.check.answers import read_answers
from cogs.little_giant.check.cards.lines import FORMALITY_NAMES
from cogs.little_giant.check.cards.pages import page_card
from cogs.little_giant.check.cards.result import check_card
from cogs.little_giant.check.controls import CheckPage, CheckResult
from cogs.little_giant.check.forms import form_parts, form_title
from cogs.little_giant.check.questions import FORMS, QUESTIONS
from tests.card_budget import lines_in
from tests.commands.chat import (
    Chat,
    Reply,
    assert_fits,
    assert_sendable,
    buttons,
    choose,
    message_of,
    options,
    parts_of,
    press,
    texts,
)
from tests.commands.raw_interactions import press_raw

FIRM: dict[str, Any] = {"title": "specialised", "revenue": "5000万", "rd": "120万", "rights": "3"}
"""Holds the SRDI title; its R&D share is 2.4 percent."""
GIANT: tuple[dict[str, Any], ...] = (
    {"title": "specialised", "district": ["minhang"], "revenue": "60m", "rd": "7m", "rights": "4"},
    {"years": "5", "revenue1": "58m", "revenue2": "50m", "rd1": "6m", "main_share": "92"},
    {"debt": "60", "market_share": "12", "score": "70"},
)
"""Three forms of a firm that meets all that figures can show."""
SHORT_OF_SRDI = "Specialised (SRDI) SME: no, 1 requirement not met"


async def opened(who: MemberActor, reply: Reply, button: str) -> InteractionResult:
    """The form that a button opens."""
    found = [p for p in parts_of(reply) if p["type"] == 2 and p["label"] == button]
    assert found, f"no button {button!r} among {buttons(reply)}"
    return await who.click(message_of(reply), custom_id=found[0]["custom_id"])


async def begun(
    chat: Chat, who: MemberActor, values: dict[str, Any] | None = None, **options: Any
) -> ResponseMessage:
    """The answer to the first form."""
    form = await who.slash(chat.channel, "little-giant check", **options)
    sent = await who.submit_modal(form, FIRM if values is None else values)
    assert sent.acknowledged
    return message_of(sent)


async def more(
    chat: Chat, who: MemberActor, reply: Reply, values: dict[str, Any], button: str = "More"
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


def opening(reply: Reply) -> str:
    """The button to what opens, which says how much does; the data decides it."""
    return next(
        label for label in buttons(reply) if re.search(r"(Benefits|可享政策)\W+[1-9]", label)
    )


async def test_the_first_form_alone_gives_a_result(chat: Chat):
    reply = await begun(chat, chat.alice)
    shown = texts(reply)
    assert message_of(reply).flags.ephemeral
    assert shown.startswith("### Little giant: no, 1 requirement not met\n✗ R&D share of revenue")
    assert "R&D share of revenue in each year: 2.4%, needs at least 3%" in shown
    assert "\n? class I rights tied to the main product: 3 rights, needs at least 4 rights" in shown
    assert "4 rights (unless an exemption applies)" in shown
    assert "2 met, 5 presumed, 9 open" in shown
    assert "no official result" in shown
    assert buttons(reply) == ["More", opening(reply), "All 17"]
    assert_fits(reply)


async def test_in_chinese(chat: Chat):
    reply = await begun(chat, chat.ming)
    shown = texts(reply)
    assert shown.startswith("### “小巨人”企业：不符合，1项未达到\n")
    assert "符合2项，推定5项，待定9项" in shown
    assert "✗ 每年研发费用占营业收入比重：2.4%，须不低于3%" in shown
    assert "已有称号：专精特新中小企业 ✓" in shown
    assert "非官方认定" in shown
    assert buttons(reply) == ["更多", opening(reply), "全部17项"]
    assert "修改：称号、所在区、营收、研发、知识产权" in dict(options(reply))
    listed = await press(chat.ming, reply, "全部17项")
    assert "还差0.6个百分点；按您的营业收入，每年约30万元" in texts(listed)
    assert "返回" in buttons(listed)


async def test_the_option_lang_decides(chat: Chat):
    reply = await begun(chat, chat.ming, lang="en")
    assert "requirement not met" in texts(reply)


async def test_three_forms_to_a_verdict_on_the_highest_title(chat: Chat):
    reply: ResponseMessage = await begun(chat, chat.alice, GIANT[0])
    for number, values in enumerate(GIANT[1:], 2):
        form = await opened(chat.alice, reply, "More")
        assert form.modal is not None
        assert form.modal["title"] == f"Check, form {number} of {len(FORMS)}"
        sent = await chat.alice.submit_modal(form, values)
        reply = sent.response or reply
    shown = texts(reply)
    assert shown.startswith("### Little giant: yes, 1 left for reviewers\n11 met, 5 presumed\n")
    assert "Left for reviewers: place in the industrial chain\n" in shown
    assert "You hold: Specialised (SRDI) SME ✓" in shown
    assert "Last round: 25 April 2026 to 25 May 2026" in shown
    assert "not answered" not in shown
    assert buttons(reply) == ["What to file", opening(reply), "All 17"]


async def test_one_tick_changes_a_formality(chat: Chat):
    reply = await begun(chat, chat.alice, GIANT[0])
    menu = next(p for p in parts_of(reply) if p["type"] == 3)
    form = await chat.alice.select(
        message_of(reply), [menu["options"][3]["value"]], custom_id=menu["custom_id"]
    )
    sent = await chat.alice.submit_modal(form, {"formal": ["listed"]})
    shown = texts(sent.response or reply)
    assert "### Little giant: no, 1 requirement not met" in shown
    assert "✗ not met: While it applies, the firm is on no list" in shown


async def test_what_opens_names_the_award_of_the_district(chat: Chat):
    reply = await begun(chat, chat.alice, {**GIANT[0], "district": ["jingan"]})
    opens = await press(chat.alice, reply, opening(reply))
    assert "- Jing'an: **up to 500,000 yuan**; after re-review: **up to 250,000 yuan**" in texts(
        opens
    )
    back = await press(chat.alice, opens, "Back")
    assert texts(back) == texts(reply)
    assert buttons(back) == buttons(reply)


@pytest.mark.parametrize(
    ("place", "now"),
    [("pudong", None), ("lin-gang", "Benefit: Lin-gang: **up to 1 million yuan**")],
)
async def test_an_award_that_has_ended_does_not_open(chat: Chat, place: str, now: str | None):
    reply = await begun(chat, chat.alice, {**GIANT[0], "district": [place]})
    for values in GIANT[1:]:
        reply = await more(chat, chat.alice, reply, values)
    awards = [line for line in texts(reply).split("\n") if line.startswith("Benefit: ")]
    assert len(awards) == bool(now)
    assert all(line.startswith(now or "") and "ended" not in line for line in awards)


async def test_what_opens_ends_with_what_is_replaced(chat: Chat):
    reply = await begun(chat, chat.alice, {**GIANT[0], "district": ["minhang"]})
    *current, last = texts(await press(chat.alice, reply, opening(reply))).split("\n- ")
    assert last.startswith("Minhang: **500,000 yuan**")
    assert "replaced" in last
    assert not any("replaced" in line for line in current)


async def test_what_to_file_keeps_a_heading_with_its_first_step(chat: Chat):
    reply = await begun(chat, chat.alice, GIANT[0])
    for values in GIANT[1:]:
        reply = await more(chat, chat.alice, reply, values)
    page = await press(chat.alice, reply, "What to file")
    ends = [texts(page).split("\n")[-2]]
    while "Next" in buttons(page):
        page = await press(chat.alice, page, "Next")
        ends.append(texts(page).split("\n")[-2])
    assert len(ends) > 1
    assert not any(end.startswith("**") for end in ends)


async def test_other_titles_are_a_choice_away_and_what_is_held_is_not_asked(chat: Chat):
    reply = await begun(chat, chat.alice)
    assert "Specialised (SRDI) SME: title held" in dict(options(reply))
    held = await choose(chat.alice, reply, "Specialised (SRDI) SME: title held")
    shown = texts(held)
    assert shown.startswith("### Specialised (SRDI) SME: title held\n")
    assert "✗" not in shown
    assert "More" not in buttons(held)
    beginner = await begun(chat, chat.alice, {"title": "none", "revenue": "3m"})
    assert texts(beginner).startswith("### Little giant: no, 2 requirements not met\n✗ ")
    for other in ("Innovative SME: not decided yet", SHORT_OF_SRDI):
        assert f"\n{other}\n" in texts(beginner)
    lower = await choose(chat.alice, beginner, SHORT_OF_SRDI)
    assert (
        "? revenue: 3 million yuan, needs at least 15 million yuan (or new equity from qualified "
        "institutional investors: at least 20 million yuan)" in texts(lower)
    )


async def all_texts(chat: Chat, reply: ResponseMessage) -> str:
    """What stands on this page and on those after it."""
    pages = [texts(reply)]
    while "Next" in buttons(reply):
        reply = await press(chat.alice, reply, "Next")
        assert_fits(reply)
        pages.append(texts(reply))
    return "\n".join(pages)


async def test_a_filled_form_opens_as_it_was_filled_in(chat: Chat):
    reply = await begun(chat, chat.alice)
    menu = next(p for p in parts_of(reply) if p["type"] == 3)
    assert menu["options"][0]["label"] == "Change answers: Title, district, revenue, R&D, rights"
    assert menu["options"][1]["label"].startswith("Fill in: ")
    form = await chat.alice.select(
        message_of(reply), [menu["options"][0]["value"]], custom_id=menu["custom_id"]
    )
    assert fields(form) == {**FIRM, "title": ["specialised"], "district": []}
    sent = await chat.alice.submit_modal(form, {**FIRM, "rd": "3m", "rights": ""})
    assert "✗" not in texts(sent.response or reply)


async def test_a_number_that_cannot_be_read_is_told_and_nothing_typed_is_lost(chat: Chat):
    typed = {**FIRM, "revenue": "about `five` oceans", "rights": "5-6"}
    reply = await begun(chat, chat.alice, typed)
    shown = texts(reply)
    assert "**Not understood**: Revenue last year `about 'five' oceans` (no number found)" in shown
    assert "write 5000万, 50m or 2.4%" in shown
    form = await opened(chat.alice, reply, "Correct")
    assert fields(form) == {**typed, "title": ["specialised"], "district": []}
    sent = await chat.alice.submit_modal(form, FIRM)
    assert "Not understood" not in texts(sent.response or reply)
    assert "Correct" not in buttons(sent.response or reply)


async def test_a_sum_smaller_than_its_part_is_told_and_not_used(chat: Chat):
    reply = await begun(chat, chat.alice, {"title": "none"})
    filled = {2: {"equity2": "5m"}, 3: {"equity3": "100万"}}
    for number, values in filled.items():
        menu = next(p for p in parts_of(reply) if p["type"] == 3)
        form = await chat.alice.select(
            message_of(reply), [menu["options"][number]["value"]], custom_id=menu["custom_id"]
        )
        sent = await chat.alice.submit_modal(form, values)
        reply = sent.response or reply
    assert (
        "**Not understood**: New institutional equity, last three years `100万` (less than"
        in texts(reply)
    )
    again = await opened(chat.alice, reply, "Correct")
    assert fields(again)["equity3"] == "100万"


async def test_blank_forms_give_a_result_in_which_nothing_but_formalities_is_met(chat: Chat):
    shown = texts(await begun(chat, chat.alice, {}))
    assert shown.startswith("### Little giant: not decided yet\n5 presumed, 12 open\n")


async def test_every_requirement_under_both_rules(chat: Chat):
    reply = await begun(chat, chat.alice)
    shown = await all_texts(chat, await press(chat.alice, reply, "All 17"))
    counts = [len(re.findall(rf"^{re.escape(sign)} ", shown, re.MULTILINE)) for sign in "✗?✓"]
    assert counts == [1, 9, 2]  # and five presumed
    assert "**not met**\n✗ R&D share of revenue in each year: 2.4% last year; needs" in shown
    assert "about 300,000 yuan a year at your revenue" in shown
    assert "**cannot tell**\n? " in shown
    assert "? place in the industrial chain: reviewers judge it" in shown
    assert "**met**\n✓ valid SRDI SME title" in shown
    assert "Presumed: lawfully established, SME size, not on a blacklist, no banned" in shown
    old = await choose(chat.alice, await press(chat.alice, reply, "Back"), "Rules of 2022")
    assert texts(old).startswith("### Little giant, rules of 2022: ")
    listed = next(label for label in buttons(old) if label.startswith("All "))
    shown = await all_texts(chat, await press(chat.alice, old, listed))
    tier = chat.app.services.release.catalogue.tiers["little-giant-2022"]
    assert all(c.name.en in shown for c in must_meet(tier))
    await chat.env.advance_time(LOOKUPS.seconds + 1)
    old = await press(chat.alice, old, "Back")
    kept = await more(chat, chat.alice, old, {"main_share": "85"})
    assert "rules of 2022" in texts(kept)
    now = await choose(chat.alice, kept, "Current rules")
    assert texts(now).startswith("### Little giant: ")


async def test_a_file_of_it_for_the_person_alone(chat: Chat):
    reply = await press(chat.alice, await begun(chat, chat.alice), "All 17")
    button = next(p for p in parts_of(reply) if p.get("label") == "As a file")
    given = await chat.alice.click(message_of(reply), custom_id=button["custom_id"])
    message = message_of(given)
    assert message.flags.ephemeral
    (file,) = message.attachments
    content = (await file.read()).decode()
    assert content.startswith("# Little giant check\n")
    assert "Understood: " in content
    assert "about 300,000 yuan a year at your revenue" in content
    assert "- Little giant: no, 1 requirement not met (2 met, 5 presumed, 9 open)" in content


# -- Where the answers are --


def stored(settings: Settings, change: str = "") -> list[Any]:
    """(name, person, document) of all answers in the database, after a change to them."""
    with contextlib.closing(sqlite3.connect(settings.database_url.partition("///")[2])) as opened:
        if change:
            opened.execute(change)
            opened.commit()
        return opened.execute("SELECT id, user_id, document FROM check_answers").fetchall()


async def long_answers(chat: Chat, who: MemberActor) -> ResponseMessage:
    """The card after answers that no button can hold."""
    reply = await begun(chat, who, {**FIRM, "revenue": "50,123,456.78 yuan"})
    values = {"revenue1": "45,123,456.78 yuan", "revenue2": "40,123,456.78 yuan", "rd1": "1.5m"}
    return await more(chat, who, reply, values)


async def test_short_answers_are_in_the_buttons_alone(chat: Chat, settings: Settings):
    reply = await begun(chat, chat.alice)
    assert "not stored" in texts(reply)
    assert stored(settings) == []
    await chat.env.advance_time(86_400)
    assert "2.4%" in texts(await press(chat.alice, reply, "All 17"))


async def test_long_answers_are_stored_sealed_and_replaced(chat: Chat, settings: Settings):
    reply = await long_answers(chat, chat.alice)
    assert "kept 15 min" in texts(reply)
    ((_, user_id, document),) = stored(settings)
    assert user_id == chat.alice.id
    assert b"123" not in document
    reply = await more(chat, chat.alice, reply, {"debt": "60"})
    assert len(stored(settings)) == 1
    assert "60%" in await all_texts(chat, await press(chat.alice, reply, "All 17"))


async def test_a_key_is_of_use_to_its_person_alone(chat: Chat, settings: Settings):
    reply = await long_answers(chat, chat.alice)
    stored(settings, f"UPDATE check_answers SET user_id = {chat.ming.id}")
    gone = await press(chat.alice, reply, "All 17")
    assert "have expired" in texts(gone)
    assert "2.4%" not in texts(gone)


async def test_stored_answers_are_told_and_erased_with_the_rest(chat: Chat, settings: Settings):
    mine = await long_answers(chat, chat.alice)
    assert "your answers to the check, encrypted, until" in texts(
        await chat.alice.slash(chat.channel, "privacy show")
    )
    ask = await chat.alice.slash(chat.channel, "privacy delete")
    assert "encrypted" in texts(await press(chat.alice, ask, "Delete"))
    assert stored(settings) == []
    assert "These answers have expired" in texts(await press(chat.alice, mine, "All 17"))
    shown = await chat.alice.slash(chat.channel, "privacy show")
    assert "**Nothing is stored about you.**" in texts(shown)


async def test_after_a_quarter_of_an_hour_they_are_gone_and_a_form_still_counts(
    chat: Chat, settings: Settings
):
    reply = await long_answers(chat, chat.alice)
    form = await opened(chat.alice, reply, "More")
    await chat.env.advance_time(LIFETIME.total_seconds() - 60)
    listed = await press(chat.alice, reply, "All 17")
    assert texts(listed).startswith("### Little giant")
    await chat.env.advance_time(121)
    await chat.app.services.check_sessions.erase_expired()
    assert stored(settings) == []
    sent = await chat.alice.submit_modal(form, {"debt": "85"})
    shown = texts(sent.response or reply)
    assert "**Your earlier answers have expired**" in shown
    assert "✗ debt ratio: 85%, allowed " in shown


async def test_a_button_of_lost_answers_says_so_and_starts_over(chat: Chat, settings: Settings):
    reply = await long_answers(chat, chat.alice)
    stored(settings, "DELETE FROM check_answers")
    gone = await press(chat.alice, reply, opening(reply))
    assert "erased after 15 minutes" in texts(gone)
    assert buttons(gone) == ["Start over"]
    again = await opened(chat.alice, gone, "Start over")
    assert set(map(str, fields(again).values())) == {"", "[]"}


@pytest.mark.parametrize(
    ("custom_id", "filled"),
    [
        ("t|kb|en|specialised|minhang|30000000", ("specialised", "minhang", "30000000")),
        ("t|kb|en|||", (None, None, "")),
        ("t|kf|en||0", (None, None, "")),
    ],
)
async def test_other_commands_open_it_filled_in(
    chat: Chat, custom_id: str, filled: tuple[str | None, ...]
):
    card = await chat.alice.slash(chat.channel, "help")
    (answer,) = await press_raw(chat, chat.alice, card, custom_id)
    parts = [part["component"] for part in answer["data"]["components"]]
    found = {part["custom_id"]: _filled(part) for part in parts}
    title, district, revenue = filled
    assert found["title"] == ([title] if title else [])
    assert found["district"] == ([district] if district else [])
    assert found["revenue"] == revenue


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
