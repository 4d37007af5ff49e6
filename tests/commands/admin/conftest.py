"""The bot on a small data set, and an operator in the one server that has /admin."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import discord
import pytest
import simcord

from bot.app import App, open_app
from bot.logs import Failures
from bot.releases.startup import open_release
from bot.settings import Settings
from bot.simcord_internals import set_time, speak_locales, take_json
from bot.storage.database import open_database
from bot.storage.releases import ReleaseStore
from tests.commands.admin.operator_console import OFFICE_ID, OperatorConsole
from tests.commands.chat import NOW, Chat
from tests.commands.conftest import Clock
from tests.small import write_small


@pytest.fixture(autouse=True)
def _no_errors_of_other_tests() -> None:
    """The status shows the errors of the process, in which other tests ran before."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, Failures):
            handler.kept.clear()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with three measures."""
    return write_small(tmp_path / "data", 3)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which that data set is live already: a start need not read and draw it."""
    folder = tmp_path_factory.mktemp("prepared")
    file = folder / "little-giant.db"

    async def prepare() -> None:
        async with open_database(f"sqlite+aiosqlite:///{file}") as database:
            await open_release(ReleaseStore(database), write_small(folder / "data", 3), NOW)

    with ThreadPoolExecutor(1) as thread:  # the tests' event loop must not notice
        thread.submit(lambda: asyncio.run(prepare())).result()
    return file


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, data: Path, clock: Clock, prepared: Path) -> AsyncIterator[App]:
    """The bot as `run` opens it, on the small data set."""
    shutil.copyfile(prepared, tmp_path / "little-giant.db")
    settings = Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'little-giant.db'}",
        data_dir=data,
        shard_count=1,
        admin_guild_ids=(OFFICE_ID,),
    )
    async with open_app(settings, clock, fetch=discord.Attachment.read) as opened:
        yield opened


@pytest.fixture
async def console(app: App, clock: Clock, data: Path) -> AsyncIterator[OperatorConsole]:
    # A data set is read by another process, also on a busy machine.
    env = simcord.Env(app.client, shard_count=1, settle_timeout=60.0)
    set_time(env, NOW)
    clock.env = env
    guild = env.create_guild("Office", id=OFFICE_ID)
    channel = guild.create_text_channel("operations")
    await env.start()
    take_json(env)
    everything = guild.create_role("All", permissions=discord.Permissions.all())
    alice = guild.add_member(env.create_user("Alice"), roles=[everything])
    ming = guild.add_member(env.create_user("小明"), roles=[everything])
    operator = guild.add_member(env.create_user("Operator"), roles=[everything])
    app.services.admin.operators.appoint([operator.id, ming.id])
    with speak_locales({ming.id: "zh-CN"}):
        yield OperatorConsole(Chat(app, env, guild, channel, alice, ming), operator, data)
    await env.shutdown()
