"""Charts behind their button: drawn once, private, and shared on request."""

import re
import sys
from collections.abc import Sequence

import pytest
import structlog
from structlog.testing import capture_logs

from bot.app import open_app
from bot.settings import Settings
from tests.commands.chat import Chat, buttons, closing, message_of, press, read_on, texts
from tests.commands.pictures.drawn import (
    DEAD,
    break_the_drawer,
    counted,
    gallery,
    kept,
    numbers,
    picture,
    swept,
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


async def test_a_chart_that_is_no_more_says_so(chat: Chat) -> None:
    card = await chat.alice.slash(chat.channel, "zones list", industry="chips")
    chat.app.services.live_release.swap(small_release("2026.09.02.1"))
    assert "older version" in (await press(chat.alice, card, "Chart")).content


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


HANGING = (sys.executable, "-c", "import time; time.sleep(60)")


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
