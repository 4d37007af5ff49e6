"""Share here: once, with the name of who shared, and a sign that it was done."""

import pytest

from bot.app import open_app
from bot.i18n.translator import read_translators
from bot.settings import Settings
from bot.simcord_internals import take_json
from bot.ui.components import MAX_TEXT, text
from bot.ui.share import signed
from tests.commands.chat import Chat, buttons, closing, message_of, press, texts
from tests.commands.raw_interactions import press_raw


async def test_the_copy_names_who_shared_it_and_the_answer_says_that_it_was_done(
    chat: Chat,
) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    shared = await press(chat.alice, reply, "Share here")
    assert not shared.flags.ephemeral
    assert closing(shared).endswith("Shared by Alice")
    assert closing(shared).startswith("-# ")
    assert shared.message.mentions == []
    assert "Share here" not in buttons(reply, enabled=False)
    assert "Shared" in buttons(reply, enabled=False)
    assert "Shared" not in buttons(reply)
    assert "Shared" not in buttons(shared, enabled=False)
    assert texts(reply) == texts(shared).removesuffix(" · Shared by Alice")


async def test_the_sign_is_in_the_language_of_the_card(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list", lang="zh")
    shared = await press(chat.alice, reply, "分享到此频道")
    assert closing(shared).endswith("由Alice分享")
    assert "已分享" in buttons(reply, enabled=False)


async def test_two_presses_before_the_answer_changes_post_once(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    kinds = [await press_raw(chat, chat.alice, reply, "share") for _ in range(2)]
    assert [answer["data"].get("flags", 0) & 64 for (answer, *_) in kinds] == [0, 64]
    assert "already shared" in str(kinds[1])


async def test_another_card_in_the_same_answer_can_be_shared_too(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    await press(chat.alice, reply, "Share here")
    page = await press(chat.alice, reply, "Next")
    shared = await press(chat.alice, page, "Share here")
    assert "page 2 of" in texts(shared)
    assert "Shared" in buttons(page, enabled=False)


async def test_a_shared_list_answers_each_reader_privately(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    shared = await press(chat.alice, reply, "Share here")
    for who in (chat.alice, chat.ming):
        answer = await press(who, shared, "Next")
        assert answer.flags.ephemeral
    assert "第2/17页" in texts(answer)
    assert texts(shared).startswith("### Parks and clusters\nPudong ")


async def test_after_a_restart_it_is_still_shared_once(chat: Chat, settings: Settings) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    async with open_app(settings, chat.app.services.clock) as again:
        await chat.app.client.close()
        await chat.env.restart_bot(again.client)
        take_json(chat.env)
        assert not (await press(chat.alice, reply, "Share here")).flags.ephemeral
        told = await press(chat.alice, reply, "Share here")
        assert "already shared" in texts(told)


async def test_what_was_shared_before_a_restart_is_not_shared_after_it(
    chat: Chat, settings: Settings
) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    custom_id = "share"
    await chat.alice.click(message_of(reply), custom_id=custom_id)
    async with open_app(settings, chat.app.services.clock) as again:
        await chat.app.client.close()
        await chat.env.restart_bot(again.client)
        take_json(chat.env)
        told = await press_raw(chat, chat.alice, reply, custom_id)
        assert "already shared" in str(told)


async def test_a_shared_chart_keeps_its_picture_on_both_sides(chat: Chat) -> None:
    card = await chat.alice.slash(chat.channel, "zones list")
    chart = await press(chat.alice, card, "Chart")
    shared = await press(chat.alice, chart, "Share here")
    assert len(message_of(shared).attachments) == len(message_of(chart).attachments) == 1
    assert buttons(chart, enabled=False) == ["Details", "Shared"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("### A\n-# B", "### A\n-# B · Shared by Bo\\_b"),
        ("### A\nB", "### A\nB\n-# Shared by Bo\\_b"),
        ("x" * MAX_TEXT, "x" * MAX_TEXT),
    ],
)
def test_the_name_stands_in_the_last_small_line(before: str, after: str) -> None:
    assert signed([text(before)], "Bo_b", read_translators()["en"]) == [text(after)]


def test_a_picture_alone_gets_a_line_of_its_own() -> None:
    assert signed([], "Bo_b", read_translators()["zh"]) == [text("-# 由Bo\\_b分享")]


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("funding show", {"measure": "banana split"}),
        ("funding list", {"district": "Atlantis"}),
        ("funding list", {"industry": "drones"}),
        ("zones list", {"kind": "cluster", "district": "huangpu"}),
        ("measures browse", {"query": "zzzz"}),
        ("measures compare", {"a": "zzqx", "b": "d24-loan"}),
        ("match", {"district": "Atlantis"}),
        ("match", {"district": "minhang", "need": "award"}),
        ("ask", {"question": "zzz"}),
    ],
)
async def test_what_shows_no_record_is_not_shared(
    chat: Chat, command: str, options: dict[str, str]
) -> None:
    reply = await chat.alice.slash(chat.channel, command, **options)
    assert not texts(reply).startswith("### ")
    assert "Share here" not in buttons(reply)
