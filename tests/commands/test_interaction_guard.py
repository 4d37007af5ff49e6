"""What is not worked on: repeats, commands that changed, malformed ones, /admin elsewhere."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.commands.chat import Chat, message_of
from tests.commands.raw_interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    command_raw,
    deliver,
    press_raw,
    sub,
)
from tests.commands.refusals import refused, sentence


@pytest.mark.usefixtures("quiet")
async def test_what_is_delivered_twice_is_done_once(chat: Chat) -> None:
    options = [{"name": "lang", "type": 3, "value": "zh"}]
    assert len(await command_raw(chat, chat.alice, "preferences", options, times=3)) == 1
    reply = await chat.alice.slash(chat.channel, "zones list")
    assert len(await press_raw(chat, chat.alice, reply, "v|fo|en", times=2)) == 1
    assert refused(chat) == {"delivered twice": 3}


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    ("status", "code", "reason"), [(404, 10062, "expired"), (400, 40060, "answered before")]
)
async def test_an_interaction_that_takes_no_answer_is_counted_and_no_fault(
    chat: Chat, status: int, code: int, reason: str
) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    chat.env.inject_error(
        "POST", "/interactions/*", status=status, code=code, message="gone", times=None
    )
    assert len(await command_raw(chat, chat.alice, "zones", [sub("list")])) == 1
    assert len(await press_raw(chat, chat.alice, reply, "v|fo|en")) == 1
    assert len(await press_raw(chat, chat.alice, reply, "v|nothing|en")) == 1
    assert len(await command_raw(chat, chat.alice, "gone")) == 1
    assert refused(chat)[reason] == 4


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    ("name", "options"), [("gone", []), ("zones", [sub("gone")]), ("zones", [])]
)
async def test_a_command_that_changed_says_so(
    chat: Chat, name: str, options: list[dict[str, Any]]
) -> None:
    said = sentence(await command_raw(chat, chat.alice, name, options))
    assert said.startswith("This command has changed since Discord loaded it.")
    said = sentence(await command_raw(chat, chat.ming, name, options))
    assert said.startswith("此命令已更新")
    assert refused(chat) == {"changed command": 2}


@pytest.mark.usefixtures("quiet")
async def test_a_message_command_that_is_gone_says_so(chat: Chat) -> None:
    target = await chat.alice.send(chat.channel, "hello")
    data: dict[str, Any] = {
        "id": "1",
        "name": "Gone",
        "type": 3,
        "target_id": str(target.id),
        "resolved": {},
    }
    said = sentence(await deliver(chat, chat.alice, 2, data))
    assert said.startswith("This command has changed since Discord loaded it.")


@pytest.mark.usefixtures("quiet")
async def test_an_autocomplete_that_is_late_or_changed_is_no_fault(chat: Chat) -> None:
    focused = {"name": "zone", "type": 3, "value": "x", "focused": True}
    options = [{"name": "gone", "type": 1, "options": [focused]}]
    (answer,) = await command_raw(chat, chat.alice, "zones", options, kind=AUTOCOMPLETE)
    assert answer == {"type": 8, "data": {"choices": []}}
    focused["name"] = "further"
    options[0]["name"] = "show"
    (answer,) = await command_raw(chat, chat.alice, "zones", options, kind=AUTOCOMPLETE)
    assert answer == {"type": 8, "data": {"choices": []}}
    chat.env.inject_error("POST", "/interactions/*", status=404, code=10062, message="gone")
    focused["name"] = "zone"
    assert len(await command_raw(chat, chat.alice, "zones", options, kind=AUTOCOMPLETE)) == 1


@pytest.mark.usefixtures("quiet")
async def test_admin_elsewhere_says_where_it_works(chat: Chat) -> None:
    said = sentence(await command_raw(chat, chat.alice, "admin", [sub("status")]))
    assert said.startswith("Only the bot's operators")
    chat.app.services.admin.operators.appoint([chat.alice.id])
    for guild_id in (None, str(chat.guild.id)):
        asked = command_raw(chat, chat.alice, "admin", [sub("status")], guild_id=guild_id)
        said = sentence(await asked)
        assert "ADMIN_GUILD_IDS" in said


MALFORMED: list[dict[str, Any]] = [
    {"name": "zones", "options": None},
    {"name": "zones", "options": {"name": "list"}},
    {"name": "zones", "options": "list"},
    {"name": "zones", "options": [None]},
    {"name": "zones", "type": 9},
    {"name": "zones", "type": "1"},
    {"name": "Find measures", "type": 3, "target_id": "1", "resolved": {}},
    {"name": ["zones"]},
    {"options": []},
]


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("data", MALFORMED)
async def test_a_malformed_command_is_answered_and_logged_once(
    chat: Chat, data: dict[str, Any]
) -> None:
    with capture_logs() as lines:
        for who in (chat.alice, chat.ming):
            given = {"id": "1", "type": 1, **data}
            said = sentence(await deliver(chat, who, COMMAND, given))
            assert said.startswith(
                "The bot does not recognise this" if who is chat.alice else "机器人无法识别"
            )
    (line,) = [each for each in lines if each["event"] == "event dropped"]
    assert line["type"] == "INTERACTION_CREATE"
    assert refused(chat) == {"malformed": 2}


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("locale", [None, 5])
async def test_a_locale_that_is_no_text_counts_as_english(chat: Chat, locale: object) -> None:
    data: dict[str, Any] = {"id": "1", "name": "zones", "type": 1, "options": [sub("list")]}
    (answer,) = await deliver(chat, chat.alice, COMMAND, data, changed={"locale": locale})
    assert "Parks and clusters" in str(answer)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("guild_id", [None, ...])
async def test_a_person_who_is_not_named_is_answered(chat: Chat, guild_id: object) -> None:
    changed = {"guild_id": guild_id}
    data: dict[str, Any] = {"id": "1", "name": "zones", "type": 1, "options": [sub("list")]}
    said = sentence(await deliver(chat, chat.alice, COMMAND, data, changed=changed))
    assert said.startswith("The bot does not recognise this request")
    pressed: dict[str, Any] = {"custom_id": "v|fo|en", "component_type": 2}
    said = sentence(await deliver(chat, chat.alice, COMPONENT, pressed, changed=changed))
    assert said.startswith("The bot does not recognise this request")
    focused = {"name": "zone", "type": 3, "value": "x", "focused": True}
    data["options"] = [{"name": "show", "type": 1, "options": [focused]}]
    (answer,) = await deliver(chat, chat.alice, AUTOCOMPLETE, data, changed=changed)
    assert answer == {"type": 8, "data": {"choices": []}}


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("left", [[], [{"type": 1, "components": []}]])
async def test_an_empty_message_cannot_be_shared(chat: Chat, left: list[dict[str, Any]]) -> None:
    reply = await chat.alice.slash(chat.channel, "funding overview")
    stored = chat.env.backend.get_message(chat.channel.id, message_of(reply).id)
    share = {"type": 2, "style": 2, "label": "Share here", "custom_id": "share"}
    stored.components = [{"type": 1, "components": [share]}] if left else []
    (answer,) = await press_raw(chat, chat.alice, reply, "share")
    assert answer["data"]["flags"] & 64
    assert "nothing here to share" in str(answer["data"])
