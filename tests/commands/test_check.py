"""/little-giant check: forms, answers and what becomes of them, as two people meet them."""

import re

import pytest
from simcord.results import ResponseMessage

from bot.domain.eligibility.tiers import must_meet
from bot.ui.cooldowns import LOOKUPS
from cogs.little_giant.check.questions import FORMS
from tests.commands.chat import (
    Chat,
    assert_fits,
    buttons,
    choose,
    message_of,
    options,
    parts_of,
    press,
    texts,
)
from tests.commands.check_forms import (
    FIRM,
    GIANT,
    all_texts,
    begun,
    fields,
    filled_in,
    more,
    opened,
    opening,
)
from tests.commands.raw_interactions import press_raw

SHORT_OF_SRDI = "Specialised (SRDI) SME: no, 1 requirement not met"


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


async def test_a_chinese_client_gets_the_result_in_chinese(chat: Chat):
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


async def test_three_forms_lead_to_a_verdict_on_the_highest_title(chat: Chat):
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


async def test_every_requirement_is_listed_under_both_rules(chat: Chat):
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


async def test_the_result_comes_as_a_file_for_the_person_alone(chat: Chat):
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


@pytest.mark.parametrize(
    ("custom_id", "filled"),
    [
        ("t|kb|en|specialised|minhang|30000000", ("specialised", "minhang", "30000000")),
        ("t|kb|en|||", (None, None, "")),
        ("t|kf|en||0", (None, None, "")),
    ],
)
async def test_other_commands_open_the_form_filled_in(
    chat: Chat, custom_id: str, filled: tuple[str | None, ...]
):
    card = await chat.alice.slash(chat.channel, "help")
    (answer,) = await press_raw(chat, chat.alice, card, custom_id)
    parts = [part["component"] for part in answer["data"]["components"]]
    found = {part["custom_id"]: filled_in(part) for part in parts}
    title, district, revenue = filled
    assert found["title"] == ([title] if title else [])
    assert found["district"] == ([district] if district else [])
    assert found["revenue"] == revenue
