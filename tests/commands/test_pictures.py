"""Charts behind their button, and the map of zones, as people see them through the real bot."""

import asyncio
import re
import shutil
import sys
from collections.abc import Iterator, Sequence

import pytest
import structlog
from structlog.testing import capture_logs

from bot.app import open_app
from bot.charts.cache import MAX_PICTURE
from bot.charts.renderer_process import COMMAND, ChartRenderer
from bot.data_check.pages import charts_in
from bot.domain.data.districts import DISTRICTS
from bot.domain.release import Release
from bot.settings import Settings
from bot.ui.chart import MAX_ALT, picture_card
from bot.ui.chart_numbers import number_blocks
from bot.ui.components import Component, walk
from bot.ui.context import RenderContext
from bot.worker_process import WorkerProcess
from cogs.registry import REGISTRY
from tests.commands.chat import (
    Chat,
    Reply,
    assert_fits,
    assert_sendable,
    buttons,
    choose,
    closing,
    message_of,
    options,
    parts_of,
    press,
    read_on,
    texts,
)
from tests.small import small_release

CHARTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("funding overview", {}),
    ("little-giant numbers", {}),
    ("little-giant criteria", {}),
    ("little-giant criteria", {"rules": "2022"}),
    ("zones list", {}),
    ("zones list", {"industry": "chips"}),
)
PNG = b"\x89PNG\r\n\x1a\n"


class Lasting(WorkerProcess):
    """The drawing process of all tests: to start one takes most of a second."""

    def close(self) -> None:
        """Does not end it."""

    def end(self) -> None:
        super().close()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lasting]:
    """The process, ended with the last test."""
    lasting = Lasting(COMMAND, MPLCONFIGDIR=str(tmp_path_factory.mktemp("fonts")))
    yield lasting
    lasting.end()


@pytest.fixture(autouse=True)
def one_drawer(lasting: Lasting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing process is shared by all tests; other commands get a process of their own."""

    def worker(
        command: Sequence[str], *, urgent: bool = False, **environment: str
    ) -> WorkerProcess:
        own = WorkerProcess(command, urgent=urgent, **environment)
        return lasting if command == COMMAND else own

    monkeypatch.setattr("bot.charts.renderer_process.WorkerProcess", worker)


def counted(chat: Chat, outcome: str) -> float:
    """How many wishes for a picture ended so."""
    registry = chat.app.services.metrics.registry
    labels = {"outcome": outcome}
    return registry.get_sample_value("little_giant_charts_total", labels) or 0


def kept(chat: Chat) -> list[str]:
    """Names of the pictures on disk."""
    return sorted(path.name for path in chat.app.charts.folder.glob("*.png"))


def gallery(reply: Reply) -> list[Component]:
    """The pictures within a message."""
    return [item for part in parts_of(reply) if part["type"] == 12 for item in part["items"]]


async def picture(reply: Reply) -> bytes:
    """The one picture of a message, as it was sent; checks what must hold for each."""
    (item,) = gallery(reply)
    (file,) = message_of(reply).attachments
    assert item["media"]["url"] == file.url
    assert item["description"] == file.description
    assert 20 < len(item["description"]) <= MAX_ALT
    content = await file.read()
    assert content.startswith(PNG)
    assert len(content) < MAX_PICTURE
    assert_fits(reply)
    return content


def numbers(said: str) -> set[str]:
    """The numbers in a text, without separators of thousands."""
    return {found.replace(",", "") for found in re.findall(r"\d[\d,]*", said)}


# -- Behind the button --


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("command", "given"), CHARTS)
async def test_a_chart_has_its_picture_and_its_numbers_behind_details(
    chat: Chat, command: str, given: dict[str, str], lang: str
) -> None:
    card = await chat.alice.slash(chat.channel, command, lang=lang, **given)
    chart = await press(chat.alice, card, {"en": "Chart", "zh": "图表"}[lang])

    await picture(chart)
    said = texts(chart)
    assert message_of(chart).ephemeral
    assert message_of(chart).id != message_of(card).id, "the card with the text stays"
    described = numbers(gallery(chart)[0]["description"])
    assert described - numbers(said), "the numbers stand in the picture alone"
    ends = {"en": r"-# \d+ sources, newest .*\d{4}", "zh": r"-# \d+个来源，最新.*年"}[lang]
    assert re.match(ends, closing(chart))
    details, share, more = {
        "en": ("Details", "Share here", "Next"),
        "zh": ("详情", "分享到此频道", "下一页"),
    }[lang]
    assert buttons(chart) == [details, share]
    told = await read_on(chat.alice, await press(chat.alice, chart, details), following=more)
    assert described <= numbers(told)


async def test_a_second_press_draws_nothing_again(chat: Chat) -> None:
    card = await chat.alice.slash(chat.channel, "funding overview")
    first = await press(chat.alice, card, "Chart")
    again = await press(chat.alice, card, "Chart")
    other = await chat.ming.slash(chat.channel, "funding overview", lang="en")
    theirs = await press(chat.ming, other, "Chart")

    assert await picture(first) == await picture(again) == await picture(theirs)
    assert (counted(chat, "drawn"), counted(chat, "cached")) == (1, 2)
    (name,) = kept(chat)
    assert name.startswith("2026.09.01.1-fo-en-")


async def test_a_card_for_everyone_gives_a_private_chart(chat: Chat) -> None:
    card = await chat.alice.slash(chat.channel, "zones list", public=True)
    for who, heading in (
        (chat.alice, "### Parks and clusters"),
        (chat.ming, "### 各区的园区和集群"),
    ):
        chart = await press(who, card, "Chart")
        assert message_of(chart).ephemeral
        assert texts(chart).startswith(heading)
    assert not message_of(card).ephemeral
    assert texts(card).startswith("### Parks and clusters\nPudong ")


async def test_the_button_works_after_a_restart(chat: Chat, settings: Settings) -> None:
    card = await chat.alice.slash(chat.channel, "little-giant numbers")
    before = await picture(await press(chat.alice, card, "Chart"))
    async with open_app(settings, chat.app.services.clock) as again:
        await chat.app.client.close()
        await chat.env.restart_bot(again.client)
        chart = await press(chat.alice, card, "Chart")
        assert await picture(chart) == before
        shared = await press(chat.alice, chart, "Share here")
        assert await picture(shared) == before
        found = again.services.metrics.registry.get_sample_value
        assert found("little_giant_charts_total", {"outcome": "cached"}) == 1
        assert found("little_giant_charts_total", {"outcome": "drawn"}) is None


async def test_a_chart_that_is_no_more_says_so(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    card = await chat.alice.slash(chat.channel, "zones list", industry="chips")
    chat.app.services.live_release.swap(small_release("2026.09.02.1"))
    assert "older version" in (await press(chat.alice, card, "Chart")).content


# -- Shared --


async def test_a_shared_chart_is_for_everyone_and_pings_nobody(chat: Chat) -> None:
    card = await chat.ming.slash(chat.channel, "funding overview")
    chart = await press(chat.ming, card, "图表")
    shared = await press(chat.ming, chart, "分享到此频道")

    assert not message_of(shared).ephemeral
    assert await picture(shared) == await picture(chart)
    assert texts(shared).startswith(texts(chart))
    assert gallery(shared)[0]["description"] == gallery(chart)[0]["description"]
    assert buttons(shared) == ["详情"]
    assert message_of(shared).message.mentions == []
    assert counted(chat, "drawn") == 1


async def test_a_picture_that_was_swept_is_shared_from_discord(chat: Chat) -> None:
    card = await chat.alice.slash(chat.channel, "zones list")
    chart = await press(chat.alice, card, "Chart")
    chat.app.charts.follow("2026.09.02.1")
    await swept(chat)

    shared = await press(chat.alice, chart, "Share here")
    assert await picture(shared) == await picture(chart)
    assert closing(shared) == f"{closing(chart)} · Shared by Alice", (
        "what was seen is what is shared"
    )


async def test_a_picture_that_is_nowhere_any_more_is_not_shared(chat: Chat) -> None:
    card = await chat.alice.slash(chat.channel, "zones list")
    chart = await press(chat.alice, card, "Chart")
    chat.app.charts.follow("2026.09.02.1")
    await swept(chat)
    url = message_of(chart).attachments[0].url
    del chat.env.backend.cdn._blobs[url]  # pyright: ignore[reportPrivateUsage] # as if too old

    told = await press(chat.alice, chart, "Share here")
    assert message_of(told).ephemeral
    assert "no longer stored" in texts(told)


async def swept(chat: Chat) -> None:
    for _ in range(100):
        if not kept(chat):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(kept(chat))


# -- The map --


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


async def test_the_map_of_an_industry_for_everyone_in_chinese(chat: Chat) -> None:
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


async def test_from_map_to_list_and_back(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones map")
    label = next(name for name, _ in options(reply) if name.startswith("integrated circuits"))
    narrowed = await choose(chat.alice, reply, label)
    assert "integrated circuits" in texts(narrowed).splitlines()[0]
    await picture(narrowed)
    listed = await press(chat.alice, narrowed, "As a list")
    assert texts(listed).startswith("### Parks and clusters · integrated circuits")
    assert message_of(listed).attachments == [], "the picture went with its card"
    await picture(await press(chat.alice, listed, "Back"))


async def test_industries_are_offered(chat: Chat) -> None:
    assert (await chat.offers(chat.ming, "zones map", "industry", "芯片"))[0][1]


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


# -- Where it fails --

DEAD = (sys.executable, "-c", "raise SystemExit(3)")
HANGING = (sys.executable, "-c", "import time; time.sleep(60)")


def break_the_drawer(chat: Chat, command: Sequence[str]) -> None:
    chat.app.charts.renderer = ChartRenderer(chat.app.charts.folder, command, 0.3)


@pytest.mark.parametrize("command", [DEAD, HANGING])
async def test_a_chart_that_cannot_be_drawn_is_a_sentence(
    chat: Chat, command: Sequence[str]
) -> None:
    break_the_drawer(chat, command)
    card = await chat.alice.slash(chat.channel, "funding overview")
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logs:
        told = await press(chat.alice, card, "Chart")

    said = texts(told)
    assert message_of(told).ephemeral
    assert "cannot be drawn right now; the text has the same numbers" in said
    (entry,) = [entry for entry in logs if entry["event"] == "chart not drawn"]
    assert entry["chart"].startswith("2026.09.01.1-fo-en-")
    assert f"reference: `{entry['reference']}`" in said
    assert counted(chat, "failed") == 1
    assert kept(chat) == []


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
    assert [entry["event"] for entry in logs] == ["command failed"]
    assert chat.app.services.chart_responder.pending == 0


async def test_a_folder_that_is_none_breaks_no_answer(chat: Chat) -> None:
    folder = chat.app.charts.folder
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    await asyncio.to_thread(folder.touch)
    for _ in range(2):
        await picture(await chat.alice.slash(chat.channel, "zones map"))
    assert counted(chat, "drawn") == 2


# -- A new data version --


async def test_a_reload_sweeps_the_pictures_of_the_old_version(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "zones map")
    assert len(kept(chat)) == 1
    old, new = chat.app.services.release, small_release("2026.09.02.1")
    chat.app.services.live_release.swap(new)
    for told in chat.app.operator_tools.reload.after:
        told(old, new, ())
    await swept(chat)


# -- All of them --


def every_picture(context: RenderContext) -> list[tuple[str, tuple[str, ...]]]:
    """Each picture with every argument that a card's button gives it."""
    industries = {i for zone in context.release.catalogue.zones.values() for i in zone.industries}
    cards = [REGISTRY.layout(context, "zl", "", "", i, "0") for i in ("", *sorted(industries))]
    cards += [REGISTRY.layout(context, "zd", i) for i in ("", *sorted(industries))]
    cards += [REGISTRY.layout(context, "lc", "", rules, "0") for rules in ("current", "2022")]
    cards += [REGISTRY.layout(context, "ln", s, "0") for s in ("", "innovative", "little-giants")]
    cards.append(REGISTRY.layout(context, "fo"))
    return sorted({chart for card in cards for chart in charts_in(card)})


def test_the_numbers_of_each_picture_are_whole_and_can_be_sent(context: RenderContext) -> None:
    pictures = every_picture(context)
    assert {name for name, _ in pictures} == REGISTRY.charts.keys()
    for name, args in pictures:
        found = REGISTRY.charts[name].build(context, *args)
        assert_sendable(picture_card(context.tr, found, "x.png", name, args))
        pages = [REGISTRY.layout(context, "cn", str(page), name, *args) for page in range(12)]
        assert_sendable(pages[0])
        said = "\n".join(p["content"] for page in pages for p in walk(page) if p["type"] == 10)
        lines = (line for block in number_blocks(context, found) for line in block)
        assert all(sentence in said for line in lines for sentence in line.split(". ")), name
        assert numbers(found.alt) <= numbers(said), (name, args)


def test_the_numbers_of_the_funding_picture_tell_one_firm_from_all(context: RenderContext) -> None:
    pages = [REGISTRY.layout(context, "cn", str(page), "fo") for page in range(12)]
    said = "\n".join(p["content"] for page in pages for p in walk(page) if p["type"] == 10)
    for heading in (
        ("Voucher (one firm)", "Voucher (all firms together)"),
        ("政策券（单家企业）",),
    )[context.tr.lang == "zh"]:
        assert f"**{heading}**\n" in said
