"""/measures changes: what changed since a version or a date, in pages that last."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.app import open_app
from bot.domain.data.diff import compare_catalogues
from bot.domain.data.serialization import pack
from bot.domain.release import Release
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.releases import ReleaseContent, ReleaseStore
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.share import with_share
from cogs.measures.cards.changes import changes_pages
from cogs.registry import REGISTRY
from tests.commands.changed_data import NEW, revised
from tests.commands.chat import (
    Chat,
    assert_fits,
    assert_sendable,
    buttons,
    choose,
    closing,
    message_of,
    press,
    texts,
)
from tests.commands.database_file import delete_database


async def publish(url: str, release: Release, at: datetime) -> None:
    """Stores a data version, and makes it the active one."""
    dataset, version = release.catalogue.dataset, release.catalogue.version
    async with open_database(url) as database:
        content = ReleaseContent(version, pack(dataset), dataset.counts())
        await ReleaseStore(database).add_and_activate(version, content, at=at)


@dataclass(frozen=True, slots=True)
class Archive:
    """The chat, two days and a data version later."""

    chat: Chat
    old: str
    new: Release


@pytest.fixture(scope="session")
def second(release: Release) -> Release:
    return revised(release, sums=12)


@pytest.fixture
async def archive(chat: Chat, settings: Settings, second: Release) -> Archive:
    old = chat.app.services.release.catalogue.version
    await chat.env.advance_time(timedelta(days=2).total_seconds())
    await publish(settings.database_url, second, chat.app.services.clock())
    chat.app.services.live_release.swap(second)
    return Archive(chat, old, second)


async def test_without_since_it_compares_with_the_version_before(archive: Archive) -> None:
    chat = archive.chat
    reply = await chat.alice.slash(chat.channel, "measures changes")
    said = texts(reply)
    assert f"Data {archive.old} → {NEW}" in said
    assert "12 changed · 1 withdrawn" in said
    assert said.count("→") > 1
    assert re.fullmatch(r"-# \d+ sources · page 1 of \d", closing(reply))
    assert "Share here" in buttons(reply)
    assert_fits(reply)


async def test_what_changed_is_opened_from_a_list_and_left_again(archive: Archive) -> None:
    chat = archive.chat
    reply = await chat.alice.slash(chat.channel, "measures changes")
    [opens] = [part for part in walk(message_of(reply).components) if part["type"] == 3]
    first = opens["options"][0]
    opened = await choose(chat.alice, reply, first["label"])
    assert first["label"] in texts(opened)
    back = await press(chat.alice, opened, "Back")
    assert f"Data {archive.old} → {NEW}" in texts(back)


async def test_the_pages_last_over_a_restart_and_for_everybody(
    archive: Archive, settings: Settings
) -> None:
    chat = archive.chat
    reply = await chat.alice.slash(chat.channel, "measures changes", public=True)
    assert not message_of(reply).flags.ephemeral
    async with open_app(settings, chat.app.services.clock) as again:
        again.services.live_release.swap(archive.new)
        await chat.app.client.close()
        await chat.env.restart_bot(again.client)
        others = await press(chat.ming, reply, "Next")
        assert message_of(others).flags.ephemeral
        assert "第2/" in texts(others)
        assert "分享到此频道" in buttons(others)
        back = await press(chat.ming, others, "上一页")
        assert "第1/" in texts(back)
        own = await press(chat.alice, reply, "Next")
        assert "page 2 of" in texts(own)


@pytest.mark.parametrize("typed", ["1 September 2026", "2026年9月1日", "2026-09-02", "yesterday"])
async def test_a_date_means_what_was_active_at_its_end(archive: Archive, typed: str) -> None:
    chat = archive.chat
    reply = await chat.ming.slash(chat.channel, "measures changes", since=typed, lang="en")
    assert f"Data {archive.old}" in texts(reply)


async def test_since_the_version_in_use_nothing_has_changed(archive: Archive) -> None:
    chat = archive.chat
    for since in (NEW, "today", "今天"):
        reply = await chat.alice.slash(chat.channel, "measures changes", since=since)
        assert "nothing has changed since" in texts(reply)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "nor a readable date"),
        ("2020-01-01", "On 1 January 2020 there was no data yet"),
        ("2027-01-01", "1 January 2027 has not come yet"),
        ("2026.08.01.7", "There is no data version 2026.08.01.7"),
    ],
)
async def test_what_is_not_understood_has_the_nearest_versions(
    archive: Archive, typed: str, sentence: str
) -> None:
    chat = archive.chat
    reply = await chat.alice.slash(chat.channel, "measures changes", since=typed)
    assert sentence in texts(reply)
    label = f"{archive.old} · 1 September 2026"
    assert label in buttons(reply)
    chosen = await press(chat.alice, reply, label)
    assert f"Data {archive.old}" in texts(chosen)


async def test_the_versions_are_offered_newest_first_with_their_dates(archive: Archive) -> None:
    chat = archive.chat
    offered = await chat.offers(chat.alice, "measures changes", "since")
    assert offered == [
        (f"{NEW} · 2 September 2026", NEW),
        (f"{archive.old} · 1 September 2026", archive.old),
    ]
    assert len(await chat.offers(chat.ming, "measures changes", "since", "9月2日")) == 1


async def test_the_first_version_has_nothing_before_it(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures changes")
    assert "This is the first data version" in texts(reply)
    assert "All measures" in buttons(reply)


async def test_a_version_that_is_gone_says_so(archive: Archive, settings: Settings) -> None:
    services, page = archive.chat.app.services, REGISTRY.async_views["ch"].draw
    layout = await page(services, services.context("en"), ("2020.01.01.1", "0"))
    assert "There is no data version 2020.01.01.1" in str(layout)
    delete_database(settings)
    broken = await page(services, services.context("en"), (archive.old, "0"))
    assert "database is unavailable" in str(broken)
    assert "could not be read" in str(broken)


def test_every_page_can_be_sent(context: RenderContext, release: Release) -> None:
    new = revised(release, sums=10_000)
    changes = compare_catalogues(release.catalogue, new.catalogue)
    now = RenderContext(new, context.tr, context.today)
    pages = changes_pages(now, release.catalogue.version, changes)
    assert len(pages) > 5
    for page in pages:
        assert_sendable(with_share([*page, {"type": 10, "content": "private"}], context.tr))
