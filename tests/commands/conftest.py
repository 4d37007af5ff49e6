"""The real bot in a small Discord for each test: `chat`. What tests read with is in chat.py.

The data set is read, checked and indexed once a session; each test has its own database, a copy
of one in which that data set is already active.
"""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import discord
import pytest
import simcord
from structlog.testing import capture_logs

import bot.app
from bot.app import App, open_app
from bot.domain.digests.subscription import PostLang
from bot.domain.release import Release
from bot.i18n.translator import LANGS, Lang, read_translators
from bot.releases.startup import open_release
from bot.settings import Settings
from bot.simcord_internals import set_time, speak_locales, take_json
from bot.storage.database import open_database
from bot.storage.releases import ReleaseStore
from bot.ui.context import RenderContext
from tests.commands.chat import NOW, Chat
from tests.commands.digest_admin import DigestAdmin
from tests.commands.editions import LANG_CHOICES, TODAY
from tests.commands.watch_story import Story

DATA = Path(__file__).parents[2] / "data"


class Clock:
    """The bot's clock; it follows simcord's as soon as there is one."""

    env: simcord.Env | None = None

    def __call__(self) -> datetime:
        return self.env.now() if self.env else NOW


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Path]:
    """The release of the data in the tree, and a database file in which it is active."""
    file = tmp_path_factory.mktemp("prepared") / "little-giant.db"

    async def prepare() -> Release:
        async with open_database(f"sqlite+aiosqlite:///{file}") as database:
            return await open_release(ReleaseStore(database), DATA, NOW)

    # In a thread of its own: the tests' event loop must not notice.
    with ThreadPoolExecutor(1) as thread:
        release = thread.submit(lambda: asyncio.run(prepare())).result()
    return release, file


@pytest.fixture(scope="session")
def release(prepared: tuple[Release, Path]) -> Release:
    """The release of the data in the tree."""
    return prepared[0]


@pytest.fixture(params=["en", "zh"])
def context(request: pytest.FixtureRequest, release: Release) -> RenderContext:
    """What views are drawn from, in each language in turn."""
    lang: Lang = request.param
    return RenderContext(release, read_translators()[lang], NOW.date())


@pytest.fixture
def settings(prepared: tuple[Release, Path], tmp_path: Path) -> Settings:
    """One shard, the data of the tree, and a database of the test's own."""
    file = tmp_path / "little-giant.db"
    shutil.copyfile(prepared[1], file)
    return Settings(
        database_url=f"sqlite+aiosqlite:///{file}",
        data_dir=DATA,
        shard_count=1,
        greet=False,  # its tests turn it on
    )


@pytest.fixture
def clock() -> Clock:
    """The bot's clock: starts at NOW, moved by `env.advance_time`."""
    return Clock()


@pytest.fixture
async def app(
    settings: Settings, clock: Clock, release: Release, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[App]:
    """The bot, opened as `run` opens it, except that the index comes from a cache."""

    async def built_before(*_: object) -> Release:
        return release

    monkeypatch.setattr(bot.app, "open_release", built_before)
    async with open_app(settings, clock) as opened:
        yield opened


@pytest.fixture
async def env(app: App, clock: Clock) -> AsyncIterator[simcord.Env]:
    """A running simcord with the bot logged in, at NOW."""
    # Work of other processes, such as a picture, takes longer on a busy machine.
    env = simcord.Env(app.client, shard_count=1, settle_timeout=60.0)
    set_time(env, NOW)
    clock.env = env
    await env.start()
    take_json(env)
    yield env
    await env.shutdown()


@pytest.fixture
def chat(app: App, env: simcord.Env) -> Iterator[Chat]:
    """A server with a channel, Alice with an English client and Ming with a Chinese one."""
    guild = env.create_guild(name="Shanghai SME Advisers")
    channel = guild.create_text_channel("ask-here")
    alice = guild.add_member(env.create_user("Alice"))
    ming = guild.add_member(env.create_user("小明"))
    with speak_locales({ming.id: "zh-CN"}):
        yield Chat(app, env, guild, channel, alice, ming)


@pytest.fixture
async def admin(chat: Chat) -> DigestAdmin:
    role = chat.guild.create_role("Editors", permissions=discord.Permissions(manage_guild=True))
    boss = chat.guild.add_member(chat.env.create_user("Boss"), roles=[role])
    await chat.app.delivery.lease.heartbeat()
    return DigestAdmin(chat, boss, chat.guild.create_text_channel("policy-news"))


@pytest.fixture(params=LANG_CHOICES)
def post_lang(request: pytest.FixtureRequest) -> PostLang:
    return request.param


@pytest.fixture
def contexts(release: Release, post_lang: PostLang) -> list[RenderContext]:
    """One scene, or one for each language."""
    tr = read_translators()
    return [RenderContext(release, tr[one], TODAY) for one in LANGS if post_lang in (one, "both")]


@pytest.fixture
def story(chat: Chat, settings: Settings) -> Story:
    measures = chat.app.services.release.catalogue.dataset.measures
    measure = next(m for m in measures if m.figures and m.use == "answer")
    return Story(chat, settings, measure)


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails where anything is logged as a fault."""
    caplog.set_level(logging.ERROR)
    with capture_logs() as lines:
        yield
    assert not [line for line in lines if line["log_level"] in ("error", "critical")]
    assert not caplog.get_records("call")
