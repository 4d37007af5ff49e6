"""Where the answers to /little-giant check are: in the buttons, or stored sealed for a while."""

from typing import Any

from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.settings import Settings
from bot.ui.check_sessions import LIFETIME
from tests.commands.chat import Chat, buttons, press, texts
from tests.commands.check_forms import FIRM, all_texts, begun, fields, more, opened, opening
from tests.commands.database_file import beside_the_bot


def stored(settings: Settings, change: str = "") -> list[Any]:
    """(name, person, document) of all answers in the database, after a change to them."""
    with beside_the_bot(settings) as raw:
        if change:
            raw.execute(change)
        return raw.execute("SELECT id, user_id, document FROM check_answers").fetchall()


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
