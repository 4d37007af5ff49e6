"""/privacy: what is stored about a person, and how it is erased."""

import pytest
from structlog.testing import capture_logs

from bot.app import open_app
from bot.settings import Settings
from bot.ui.registry import Action
from cogs.registry import REGISTRY
from tests.commands.chat import Chat, Reply, buttons, message_of, press, texts
from tests.commands.database_file import beside_the_bot


def is_private(reply: Reply) -> bool:
    return message_of(reply).flags.ephemeral


async def test_nothing_is_kept_about_somebody_who_saved_nothing(chat: Chat) -> None:
    for command in ("privacy show", "privacy delete"):
        reply = await chat.alice.slash(chat.channel, command)
        assert "**Nothing is stored about you.**" in texts(reply)
        assert buttons(reply) == []
        assert is_private(reply)


async def test_shows_what_is_kept_and_why(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "preferences", lang="en", timezone="Europe/Paris")
    said = texts(await chat.alice.slash(chat.channel, "privacy show"))
    assert "your language: **English**" in said
    assert "Paris, France" in said
    assert "stored so that answers use them" in said
    assert "privacy delete" in said


async def test_shows_what_is_kept_where_its_date_cannot_be_read(
    chat: Chat, settings: Settings
) -> None:
    await chat.alice.slash(chat.channel, "preferences", lang="en")
    assert "when you last saved them" in texts(await chat.alice.slash(chat.channel, "privacy show"))
    with beside_the_bot(settings) as raw:
        raw.execute("UPDATE preferences SET updated_at = 'zz'")
    said = texts(await chat.alice.slash(chat.channel, "privacy show"))
    assert "your language: **English**" in said
    assert "when you last saved them" not in said


async def test_delete_takes_two_steps(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    assert "Erase this?" in texts(reply)
    assert buttons(reply) == ["Delete", "Cancel"]
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone == "Europe/Paris"

    pressed = await press(chat.alice, reply, "Delete")
    assert "### Erased" in texts(pressed)
    assert "Paris, France" in texts(pressed)
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone is None
    after = await chat.alice.slash(chat.channel, "privacy show")
    assert "**Nothing is stored about you.**" in texts(after)


async def test_delete_can_be_cancelled(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    pressed = await press(chat.alice, reply, "Cancel")
    assert "Nothing was erased" in texts(pressed)
    assert buttons(pressed) == []
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone == "Europe/Paris"


async def test_delete_erases_one_person_only(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    await chat.ming.slash(chat.channel, "preferences", timezone="Asia/Tokyo")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    await press(chat.alice, reply, "Delete")
    assert chat.app.services.languages.preferences.get(chat.ming.id).timezone == "Asia/Tokyo"


async def test_delete_works_after_a_restart(chat: Chat, settings: Settings) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    async with open_app(settings, chat.app.services.clock) as again:
        await chat.app.client.close()
        await chat.env.restart_bot(again.client)
        pressed = await press(chat.alice, reply, "Delete")
        assert "Paris, France" in texts(pressed)
        assert again.services.languages.preferences.get(chat.alice.id).timezone is None


async def test_a_button_of_another_version_says_so(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    monkeypatch.delitem(REGISTRY.actions, "erase")
    pressed = await press(chat.alice, reply, "Delete")
    assert "older version" in pressed.content
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone == "Europe/Paris"


async def test_a_failing_button_shows_the_reference_that_the_log_has(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("boom")

    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    monkeypatch.setitem(REGISTRY.actions, "erase", Action(broken))
    with capture_logs() as logged:
        pressed = await press(chat.alice, reply, "Delete")
    [line] = [entry for entry in logged if entry["event"] == "button failed"]
    assert line["reference"] in pressed.content
    assert line["button"] == "erase"
