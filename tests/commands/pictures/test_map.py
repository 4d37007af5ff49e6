"""The map of zones: text first, then its picture."""

import asyncio
import shutil

import pytest
from structlog.testing import capture_logs

from bot.domain.data.districts import DISTRICTS
from bot.domain.release import Release
from bot.ui.components import Component, walk
from tests.commands.chat import (
    Chat,
    assert_fits,
    buttons,
    choose,
    message_of,
    options,
    press,
    texts,
)
from tests.commands.pictures.drawn import (
    DEAD,
    break_the_drawer,
    counted,
    gallery,
    kept,
    picture,
    swept,
)
from tests.small import small_release


async def test_the_map_is_text_first_and_then_has_its_picture(chat: Chat, release: Release) -> None:
    sent: list[str] = []
    draw = chat.app.charts.renderer.draw

    async def noted(spec: bytes) -> bytes:
        sent.extend(message["content"] for message in shown(chat))
        return await draw(spec)

    chat.app.charts.renderer.draw = noted
    reply = await chat.alice.slash(chat.channel, "zones map")

    assert any("Pudong 28 " in content for content in sent), "the text was there before"
    await picture(reply)
    said = texts(reply)
    zones = release.catalogue.zones.values()
    assert f"Pudong {sum(z.district == 'pudong' for z in zones)} (Lin-gang " in said
    assert "district not stated 8" in said
    assert "across provinces 1" in said
    assert all(name in said for name, _ in DISTRICTS.values())
    assert "Share here" in buttons(reply)
    assert [part["type"] for part in message_of(reply).components[0]["components"]][:2] == [10, 12]


def shown(chat: Chat) -> list[Component]:
    """Every text of every message in the channel."""
    found = chat.env.backend.messages[chat.channel.id].values()
    return [part for m in found for part in walk(m.components) if part["type"] == 10]


async def test_a_public_map_of_an_industry_is_in_the_readers_language(chat: Chat) -> None:
    reply = await chat.ming.slash(chat.channel, "zones map", industry="集成电路", public=True)

    await picture(reply)
    assert not message_of(reply).ephemeral
    assert "集成电路" in texts(reply).splitlines()[0]
    assert "分享到此频道" not in buttons(reply)
    assert kept(chat)[0].startswith("2026.09.01.1-zm-zh-")


async def test_an_unknown_industry_comes_back_with_the_nearest(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones map", industry="chipz and circuits")
    assert gallery(reply) == []
    assert "No industry is named" in texts(reply)
    near = [label for label in buttons(reply) if label != "Share here"]
    assert 1 <= len(near) <= 3
    opened = await press(chat.alice, reply, near[0])
    await picture(opened)
    assert texts(opened).startswith("### Parks and clusters by district · ")


async def test_a_map_narrows_turns_into_a_list_and_back(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones map")
    label = next(name for name, _ in options(reply) if name.startswith("integrated circuits"))
    narrowed = await choose(chat.alice, reply, label)
    assert "integrated circuits" in texts(narrowed).splitlines()[0]
    await picture(narrowed)
    listed = await press(chat.alice, narrowed, "As a list")
    assert texts(listed).startswith("### Parks and clusters · integrated circuits")
    assert message_of(listed).attachments == [], "the picture went with its card"
    await picture(await press(chat.alice, listed, "Back"))


async def test_the_map_offers_industries(chat: Chat) -> None:
    assert (await chat.offers(chat.ming, "zones map", "industry", "芯片"))[0][1] == "chips"


async def test_a_shared_map_has_its_picture(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones map")
    shared = await press(chat.alice, reply, "Share here")
    assert await picture(shared) == await picture(reply)
    assert not message_of(shared).ephemeral


async def test_a_card_that_was_turned_meanwhile_keeps_what_it_was_turned_to(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones map", public=True)
    drawing, drawn, draw = asyncio.Event(), asyncio.Event(), chat.app.charts.renderer.draw

    async def slow(spec: bytes) -> bytes:
        await drawing.wait()
        return await draw(spec)

    async def apart(work: asyncio.Task[bytes]) -> bytes:
        try:
            return await chat.env.external_wait(asyncio.shield(work), reason="a slow drawer")
        finally:
            drawn.set()

    chat.app.charts.wait = apart
    chat.app.charts.renderer.draw = slow
    label = next(name for name, _ in options(reply) if name.startswith("integrated circuits"))
    await choose(chat.alice, reply, label)
    listed = await press(chat.alice, reply, "As a list")
    drawing.set()
    await drawn.wait()
    await chat.env.settle()
    assert texts(listed).startswith("### Parks and clusters · integrated circuits\n")
    assert gallery(listed) == []


async def test_a_map_that_cannot_be_drawn_stays_text(chat: Chat) -> None:
    break_the_drawer(chat, DEAD)
    reply = await chat.alice.slash(chat.channel, "zones map")
    assert "-# The picture cannot be drawn" in texts(reply)
    assert "Pudong 28 " in texts(reply)
    assert gallery(reply) == []
    assert_fits(reply)


async def test_a_map_whose_drawing_fails_in_an_unknown_way_is_waited_for_no_longer(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(name: str, _: object) -> bytes:
        raise RuntimeError(name)

    monkeypatch.setattr(chat.app.charts, "draw", broken)
    with capture_logs() as logs:
        reply = await chat.alice.slash(chat.channel, "zones map")
    assert "Pudong 28 " in texts(reply)
    told = [entry["event"] for entry in logs if entry["log_level"] != "debug"]
    assert told == ["command failed"]
    assert chat.app.services.chart_responder.pending == 0


async def test_a_folder_that_is_none_breaks_no_answer(chat: Chat) -> None:
    folder = chat.app.charts.folder
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    await asyncio.to_thread(folder.touch)
    for _ in range(2):
        await picture(await chat.alice.slash(chat.channel, "zones map"))
    assert counted(chat, "drawn") == 2


async def test_a_reload_sweeps_the_pictures_of_the_old_version(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "zones map")
    assert len(kept(chat)) == 1
    old, new = chat.app.services.release, small_release("2026.09.02.1")
    chat.app.services.live_release.swap(new)
    for told in chat.app.operator_tools.reload.after:
        told(old, new, ())
    await swept(chat)
