"""/little-giant check: the answer first, what it counts, and numbers that are in doubt."""

import re
from typing import Any

import pytest

from bot.ui.line_width import LINES, lines_of
from bot.ui.tiers import TIERS
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
from tests.commands.check_forms import all_texts, begun, fields, more, opened

SMALL: dict[str, Any] = {"title": "none", "revenue": "8m", "rd": "0.5m", "rights": "0"}
"""A firm that asks about the highest title and has none."""


async def test_a_blank_form_says_what_to_fill_in_first(chat: Chat):
    reply = await begun(chat, chat.alice, {})
    shown = texts(reply)
    assert shown.startswith("### Little giant: not decided yet\n5 presumed, 12 open\nStart with ")
    assert "met" not in shown.split("\n")[1].split()
    assert buttons(reply)[0] == "Fill in"
    form = await opened(chat.alice, reply, "Fill in")
    assert "revenue" in fields(form)
    again = await begun(chat, chat.ming, {})
    assert texts(again).startswith("### “小巨人”企业：尚不能判断\n推定5项，待定12项\n尚未填写")
    assert buttons(again)[0] == "填写"


async def test_an_undecided_check_names_what_is_open_and_one_next_step(chat: Chat):
    reply = await begun(chat, chat.alice, {"title": "specialised", "revenue": "60m"})
    shown = texts(reply)
    assert shown.startswith("### Little giant: not decided yet\n2 met, 5 presumed, 10 open\n")
    assert "Next, under *More*: Years in the market, earlier years, main business" in shown
    assert "Not answered yet: years in the niche market" in shown


async def test_a_small_firm_reads_first_about_the_title_it_asked_about(chat: Chat):
    reply = await begun(chat, chat.alice, SMALL)
    lines = texts(reply).split("\n")
    assert lines[0] == "### Little giant: no, 2 requirements not met"
    assert lines[1] == "✗ valid SRDI SME title: not held yet"
    assert lines[2] == "✗ revenue: 8 million yuan, needs at least 50 million yuan"
    assert "Innovative SME: not decided yet" in lines
    labels = dict(options(reply))
    assert "Specialised (SRDI) SME: no, 2 requirements not met" in labels
    base = await choose(chat.alice, reply, "Innovative SME: not decided yet")
    assert texts(base).startswith("### Innovative SME: not decided yet\n5 presumed, 1 open\n")


async def test_the_form_and_the_card_name_a_title_alike(chat: Chat):
    form = await chat.alice.slash(chat.channel, "little-giant check")
    assert form.modal is not None
    question = next(p for p in form.modal["components"] if p["component"]["custom_id"] == "title")
    labels = {o["value"]: o["label"] for o in question["component"]["options"]}
    assert labels["specialised"] == TIERS["specialised"]
    assert labels["little-giant"] == TIERS["little-giant"]
    assert labels["innovative"].startswith(TIERS["innovative"])
    sent = await chat.alice.submit_modal(form, {"title": "specialised"})
    assert f"You hold: {TIERS['specialised']} ✓" in texts(message_of(sent))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"revenue": "4500"}, "Revenue last year `4500`: did you mean 45 million yuan? Add 万"),
        ({"rd": "800"}, "R&D spend last year `800`: did you mean 8 million yuan? Add 万 or yuan"),
        ({"rights": "2.5"}, "main product `2.5` (must be a whole number)"),
        (
            {"revenue": "60m", "rd": "950m"},
            "R&D spend last year is 950 million yuan, more than the revenue, 60 million yuan",
        ),
    ],
)
async def test_a_number_that_does_not_fit_is_asked_about_and_kept(
    chat: Chat, values: dict[str, str], said: str
):
    reply = await begun(chat, chat.alice, {"title": "specialised", **values})
    assert said in texts(reply)
    assert "4,500 yuan" not in texts(reply)
    menu = next(p for p in parts_of(reply) if p["type"] == 3)
    form = await chat.alice.select(
        reply, [menu["options"][0]["value"]], custom_id=menu["custom_id"]
    )
    assert {key: fields(form)[key] for key in values} == values


@pytest.mark.parametrize("typed", ["4500元", "4,500 yuan", "4500万", "0", "45000000", "10000"])
async def test_a_sum_with_its_unit_is_not_doubted(chat: Chat, typed: str):
    reply = await begun(chat, chat.alice, {"title": "specialised", "revenue": typed})
    assert "did you mean" not in texts(reply)
    assert "Correct" not in buttons(reply)


async def test_all_answers_that_could_not_be_read_are_named(chat: Chat):
    typed = {"revenue": "lots", "rd": "5-6", "rights": "many"}
    reply = await begun(chat, chat.alice, typed)
    shown = texts(reply)
    for name in ("Revenue last year `lots`", "R&D spend last year `5-6`", "product `many`"):
        assert name in shown
    assert lines_of([shown]) <= LINES
    form = await opened(chat.alice, reply, "Correct")
    assert {key: fields(form)[key] for key in typed} == typed


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            {"revenue": "50m", "rd": "8m"},
            {},
            "16% last year; needs at least 3% in each year; the year before is missing",
        ),
        (
            {"revenue": "50m"},
            {"revenue1": "40m", "rd1": "8m"},
            "20% the year before; needs at least 3% in each year; last year is missing",
        ),
        (
            {"revenue": "50m", "rd": "8m"},
            {"revenue1": "40m", "rd1": "4m"},
            "✓ R&D share of revenue in each year: 10%; needs at least 3%",
        ),
    ],
)
async def test_a_share_of_one_year_says_which_year_is_missing(
    chat: Chat, first: dict[str, str], second: dict[str, str], said: str
):
    reply = await begun(chat, chat.alice, {"title": "specialised", **first})
    if second:
        reply = await more(chat, chat.alice, reply, second)
    assert said in await all_texts(chat, await press(chat.alice, reply, "All 17"))


async def test_what_opens_begins_with_the_district_or_asks_for_it(chat: Chat):
    reply = await begun(chat, chat.alice, {"title": "specialised", "district": ["jingan"]})
    opens = await press(chat.alice, reply, "Benefits (4)")
    assert texts(opens).split("\n")[1].startswith("- Jing'an: **up to 500,000 yuan**")
    assert "Award for a new little giant: **up to 300,000 yuan**" in texts(opens)
    assert "6 million" not in texts(opens), "a basis of transfers is no award"
    assert "Your district" not in buttons(opens)
    unknown = await begun(chat, chat.alice, {"title": "specialised"})
    opens = await press(chat.alice, unknown, "Benefits (4)")
    assert "Awards of 15 districts: which is yours?" in texts(opens)
    assert "district" in fields(await opened(chat.alice, opens, "Your district"))


async def test_the_six_requirements_of_the_base_take_few_pages(chat: Chat):
    reply = await begun(chat, chat.alice, SMALL)
    base = await choose(chat.alice, reply, "Innovative SME: not decided yet")
    listed = await press(chat.alice, base, "All 6")
    pages = re.search(r"page 1 of (\d+)", texts(listed))
    assert pages is not None
    assert int(pages[1]) <= 5
    shown = await all_texts(chat, listed)
    assert "? science prize at national or provincial level: at least 1 prize (form 4)" in shown
    assert "evaluation score: 25 to 100 points; needs at least 60 points (form 2, 3, 5)" in shown
    assert "\n    " not in shown  # four spaces at the top of a page would make it code
    assert_fits(base)
