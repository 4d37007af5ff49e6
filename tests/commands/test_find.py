"""Find measures: what a message speaks of."""

import re
from time import process_time

import pytest

from bot.domain.release import Release
from bot.domain.search.mentions import measures_in
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, text_length, walk
from bot.ui.context import RenderContext
from cogs.ask.find_card import found_again, found_card
from tests.card_budget import excesses
from tests.commands.chat import NOW, Chat, assert_fits, buttons, choose, closing, press, texts

FIND = "Find measures"

NEWS = (
    "Shanghai unveiled ten measures on Sunday to support small and medium-sized enterprises. "
    "The city will build more than 50 industrial parks, and provide 400 billion yuan in special "
    "loans. The guarantee limit for a single firm rises to 30 million yuan."
)


async def test_finds_what_a_message_speaks_of(chat: Chat) -> None:
    message = await chat.ming.send(chat.channel, NEWS)
    reply = await chat.alice.context_menu(chat.channel, FIND, message)
    said = texts(reply)
    assert "Guarantee limit per firm: **up to 30 million yuan**" in said
    assert "billion yuan" in said
    assert "the message was read for this answer only" in said.lower()
    assert re.match(r"-# \d+ sources, newest ", closing(reply))
    assert_fits(reply)


async def test_the_answer_is_private_can_be_opened_and_shared(chat: Chat) -> None:
    message = await chat.ming.send(chat.channel, NEWS)
    reply = await chat.alice.context_menu(chat.channel, FIND, message)
    assert reply.response is not None
    assert reply.response.flags.ephemeral
    shared = await press(chat.alice, reply, "Share here")
    assert not shared.flags.ephemeral
    name = "Guarantee limit per firm, 30 million yuan"
    opened = await choose(chat.alice, reply, name)
    assert texts(opened).startswith("### Guarantee limit per firm\n")


async def test_ming_is_answered_in_chinese(chat: Chat) -> None:
    message = await chat.alice.send(chat.channel, "算力券可以补贴多少？")
    reply = await chat.ming.context_menu(chat.channel, FIND, message)
    assert "算力" in texts(reply)
    assert "年" in closing(reply)


async def test_says_plainly_when_nothing_is_meant(chat: Chat) -> None:
    message = await chat.ming.send(chat.channel, "Lunch at noon? See you there.")
    reply = await chat.alice.context_menu(chat.channel, FIND, message)
    assert "mentions no measure" in texts(reply)
    assert buttons(reply) == []


async def test_reads_the_cards_of_other_bots_too(chat: Chat) -> None:
    answer = await chat.ming.slash(chat.channel, "ask", question="算力券", public=True)
    assert answer.response is not None
    reply = await chat.alice.context_menu(chat.channel, FIND, answer.response)
    assert "omputing voucher" in texts(reply)


def test_says_plainly_when_a_message_has_no_text(context: RenderContext) -> None:
    [card] = found_card(context, "")
    if context.tr.lang == "en":
        assert "This message has no text" in card["components"][0]["content"]
    assert len(card["components"]) == 1


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The guarantee limit for a single firm was raised to 30 million yuan.", {"d24-guar"}),
        ("Pudong pays new little giants 500,000 yuan.", {"aw-pudong"}),
        ("浦东新区对新认定的专精特新小巨人企业给予奖励。", {"aw-pudong"}),
        ("上海推出4000亿元专项贷款。", {"d24-loan"}),
        ("上海推出4000億元專項貸款。", {"d24-loan"}),
        ("AI computing coupon", {"ai-compute"}),
        ("Lunch first. Then the guarantee limit per firm! Bye.", {"d24-guar"}),
    ],
)
def test_a_message_leads_to_the_measures_it_speaks_of(
    release: Release, text: str, ids: set[str]
) -> None:
    assert ids <= {m.id for m in measures_in(release, text, NOW.date())}


@pytest.mark.parametrize(
    "text",
    [
        "Hello everyone, lunch at noon? See you there.",
        "Does anyone know a good accountant in Pudong?",
        "We are a software firm with 30 people.",
        "Did you watch the match yesterday? The award for best player was a joke.",
        "I need a loan to buy a house",
        "My landlord wants 3 months of rent as guarantee",
        "The weather in Shanghai is great.",
        "大家好，今天下午三点开会，请准时参加。",
        "公司年会的奖励是一台电脑",
        "请问老板工资什么时候发",
        "Shenzhen pays little giants 200,000 yuan.",
        "https://example.com/a/b?c=d",
        "👍",
        "",
    ],
)
def test_finds_nothing_in_chatter(release: Release, text: str) -> None:
    assert measures_in(release, text, NOW.date()) == []


def test_a_districts_own_measures_come_only_where_it_is_named(release: Release) -> None:
    found = measures_in(release, "Jiading pays new little giants an award.", NOW.date())
    assert found
    assert all(not m.districts or "jiading" in m.districts for m in found)


@pytest.mark.parametrize(
    "text", ["award loan guarantee voucher. " * 200, "贷款担保" * 1000, NEWS * 20]
)
def test_stays_quick_and_fits_whatever_the_message(context: RenderContext, text: str) -> None:
    start = process_time()
    layout = found_card(context, text)
    assert process_time() - start < 0.5
    assert len(list(walk(layout))) + 2 <= MAX_COMPONENTS
    assert text_length(layout) <= MAX_TEXT
    assert [*excesses(layout)] == []


def test_each_measure_that_one_sentence_names_is_found(release: Release) -> None:
    text = "credit loans with interest subsidy, or better the SRDI guarantee plan for now?"
    ids = {m.id for m in measures_in(release, text, NOW.date())}
    assert {"a25-guar", "a25-interest"} <= ids


def test_a_measure_that_a_changed_id_names_twice_is_offered_once(context: RenderContext) -> None:
    card = found_again(context, "d24-loan", "d24-loan")
    values = [each["value"] for part in walk(card) for each in part.get("options", ())]
    assert len(values) == 1
