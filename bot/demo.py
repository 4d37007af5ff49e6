"""The real bot, the real data and a small server in a local browser, without a token.

simcord stands in for Discord; everything else is as it runs.
"""

import asyncio
import contextlib
import signal
import tempfile
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

import discord
import simcord

from bot.app import App, open_app
from bot.demo_simcord import set_time, speak_locales
from bot.settings import Settings
from bot.surface.words import Words, mark

Channel: TypeAlias = Literal["text", "announcement", "dm"]

_WELCOME = mark(
    "### Welcome to Little Giant\n"
    "Figures about Shanghai's support for small and medium-sized firms, each with its source. "
    "Things to try:\n"
    "- `/ask` how much does Pudong pay a new little giant?\n"
    "- `/funding overview`, then a button under it\n"
    "- `/zones list` with an industry\n"
    "- `/little-giant criteria`, then another rung\n"
    "- `/measures compare` with two measures\n"
    "-# Optional options: pick or skip them, then press Send. View as 小明 for a Chinese client."
)


async def demo(settings: Settings, channel: Channel, port: int, *, browser: bool) -> None:
    """Serves the demo on 127.0.0.1 until Ctrl-C. Raises OSError where the port is taken."""
    with tempfile.TemporaryDirectory(prefix="little-giant-demo-") as folder:
        own = settings.model_copy(
            update={
                "database_url": f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}",
                "admin_guild_ids": (),
                "shard_ids": (),
                "shard_count": 1,
            }
        )
        async with open_app(own) as app:
            env = simcord.Env(app.client, check_errors=False, settle_timeout=0.5, shard_count=1)
            set_time(env, datetime.now(UTC))
            await env.start()
            try:
                with env.time_context():
                    await _serve(env, app, channel, port, browser)
            finally:
                await env.shutdown()


async def _serve(
    env: simcord.Env, app: App, channel: Channel, port: int, browser: bool
) -> None:
    guild = env.create_guild(name="Shanghai SME Advisers")
    ask_here = guild.create_text_channel("ask-here")
    news = guild.create_news_channel("policy-news")
    guild.create_text_channel("general")
    user = env.create_user("Alice")
    alice = guild.add_member(user)
    chinese = guild.add_member(env.create_user("小明"))
    operators = guild.create_role("Operator", permissions=discord.Permissions(administrator=True))
    admin = guild.add_member(env.create_user("Admin"), roles=[operators])
    operator = guild.add_member(env.create_user("Operator"), roles=[operators])
    speak_locales({chinese.id: "zh-CN"})
    shown = {"text": ask_here, "announcement": news, "dm": user.dm_channel}[channel]
    viewers = [user] if channel == "dm" else [alice, chinese, admin, operator]
    await _welcome(app, shown.id)
    preview = env.preview(shown, viewers=viewers, layout="channel", port=port or None)
    async with preview as page:
        print(f"Little Giant demo: {page.url}\nCtrl-C ends it.", flush=True)
        if browser:
            with contextlib.suppress(webbrowser.Error):
                webbrowser.open(page.url)
        await _until_stopped(page)


async def _welcome(app: App, channel_id: int) -> None:
    """A short welcome from the bot in both languages."""
    view = discord.ui.LayoutView()
    for lang in ("en", "zh"):
        words: Words = app.desk.words[lang]
        view.add_item(discord.ui.TextDisplay(words(_WELCOME)))
    await app.client.get_partial_messageable(channel_id).send(view=view)


async def _until_stopped(page: simcord.Preview) -> None:
    """Returns when the page is closed, or at Ctrl-C or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    waits = [asyncio.ensure_future(page.wait_closed()), asyncio.ensure_future(stop.wait())]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
