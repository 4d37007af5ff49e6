"""Back from a card that /ask, *Find measures* or a list opened."""

import pytest

from bot.i18n.translator import read_translators
from bot.ui.components import MAX_CUSTOM_ID, button, row, walk
from bot.ui.custom_ids import split
from bot.ui.trail import with_trail
from cogs.registry import REGISTRY
from tests.commands.chat import Chat, buttons, choose, options, press, texts


@pytest.mark.parametrize(
    "question", ["How big are the special loans?", "专项贷款有多少？", "banana split loans"]
)
async def test_back_leads_from_details_to_the_answer(chat: Chat, question: str) -> None:
    answer = await chat.alice.slash(chat.channel, "ask", question=question)
    before, words = texts(answer), read_translators()["zh" if "贷" in question else "en"]
    if opened := [label for label in buttons(answer) if label != words("Share here")]:
        card = await press(chat.alice, answer, opened[0])
    else:
        card = await choose(chat.alice, answer, options(answer)[0][0])
    record = texts(card)
    assert record != before
    details = await press(chat.alice, card, words("Details"))
    assert texts(details) != record
    assert texts(await press(chat.alice, details, words("Back"))) == record
    assert texts(await press(chat.alice, details, words("Back"))) == before


async def test_back_leads_to_the_measures_of_a_message(chat: Chat) -> None:
    message = await chat.ming.send(chat.channel, "4000亿元专项贷款，单户担保额度3000万元，算力券")
    reply = await chat.alice.context_menu(chat.channel, "Find measures", message)
    before = texts(reply)
    assert len(options(reply)) > 1
    card = await choose(chat.alice, reply, options(reply)[1][0])
    await press(chat.alice, card, "Details")
    await press(chat.alice, card, "Back")
    assert texts(await press(chat.alice, card, "Back")) == before


def test_a_page_about_the_same_record_takes_little_of_the_way() -> None:
    tr, record = read_translators()["en"], "r" * 30
    links = [row(button("Open", f"v|md|en|{record}|0"))]
    layout = with_trail(links, tr, "m", (record,), ("aq|" + "q" * 50,))
    [opened] = [split(p["custom_id"]) for p in walk(layout) if p.get("label") == "Open"]
    assert opened is not None
    assert opened.trail == (f"m|{record}", "aq|" + "q" * 50)
    assert all(len(p["custom_id"]) <= MAX_CUSTOM_ID for p in walk(layout) if "custom_id" in p)
    assert REGISTRY.custom_id(f"v|md|en|{record}|0>m|=") is not None
