"""The real bot and data in a local browser, without a token; simcord replaces Discord."""

import errno
import os
import socket
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import discord
import simcord

from bot import logs, simcord_internals
from bot.app import App, open_app
from bot.exit_codes import ExitError
from bot.i18n.translator import N_
from bot.settings import DISCORD_API_URL, Settings
from bot.signals import stopping

DemoChannel: TypeAlias = Literal["text", "announcement", "dm"]

_SERVER_ID = 1_104_000_000_000_000_000
"""The demo's server; fixed, so that /admin can be registered in it."""
_LONGEST = 120.0
"""Seconds after which the page gives up on a command; a reload on a busy machine is slow."""
_STOP = 0.5
"""Seconds that the end waits for a command."""

_WELCOME = N_(
    "### Welcome to Little Giant\n"
    "Figures about Shanghai's support for small and medium-sized firms, each with its source. "
    "Things to try:\n"
    "- `/help`: choose what you want to do\n"
    "- `/ask` how much does Pudong pay a new little giant?\n"
    "- `/match`: what your firm may get\n"
    "- `/little-giant check`: can your firm become one?\n"
    "- `/zones list` with an industry, then *Chart*"
)
_USAGE = N_(
    "-# On this page: type / and choose a command, then send it with the arrow at "
    "the lower right. The options above the input box are optional; Enter picks one"
    " of them. Only you see an answer until you press Share here."
)
_VIEWERS = N_(
    "-# “Viewing as” at the top changes who you are: 小明 has a Chinese client, Admin"
    " manages the server and can create digests with `/digest create`, Operator "
    "runs the bot: `/admin status`, `/admin reload`."
)


class PortError(ExitError):
    """The page's port is unavailable; `str()` gives the sentence for the operator."""


async def demo(
    settings: Settings,
    channel: DemoChannel,
    port: int,
    announce: Callable[[str], None],
    *,
    browser: bool,
) -> None:
    """Serves the demo on 127.0.0.1 until Ctrl-C, SIGTERM, SIGHUP or the page's own "End".

    `announce` is called with the address. Raises PortError, or what `open_app` raises.
    """
    logs.configure("warning", settings.log_format, settings.secrets())
    _require_free(port)
    with stopping(hangup=True), tempfile.TemporaryDirectory(prefix="little-giant-demo-") as folder:
        own = settings.model_copy(
            update={
                "discord_api_url": DISCORD_API_URL,  # simcord replaces it
                "database_url": f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}",
                "admin_guild_ids": (_SERVER_ID,),
                "shard_ids": (),
                "shard_count": 1,
            }
        )
        async with open_app(own, fetch=discord.Attachment.read) as app:
            env = simcord.Env(
                app.client, check_errors=False, settle_timeout=_LONGEST, shard_count=1
            )
            simcord_internals.run_clock(env)
            simcord_internals.set_name(env, "Little Giant")
            try:
                with simcord_internals.guild_and_user_install():
                    await env.start()
                simcord_internals.take_json(env)
                with env.time_context():
                    async with app.delivery.scheduler.running():
                        await _serve(env, app, channel, port, announce, browser=browser)
            finally:
                env.settle_timeout = _STOP
                await env.shutdown()


async def _serve(
    env: simcord.Env,
    app: App,
    channel: DemoChannel,
    port: int,
    announce: Callable[[str], None],
    *,
    browser: bool,
) -> None:
    guild = env.create_guild(name="Shanghai SME Advisers", id=_SERVER_ID)
    ask_here = guild.create_text_channel("ask-here")
    news = guild.create_news_channel("policy-news")
    guild.create_text_channel("general")
    user = env.create_user("Alice")
    alice = guild.add_member(user)
    chinese = guild.add_member(env.create_user("小明"))
    administrators = guild.create_role("Administrator", permissions=discord.Permissions.all())
    admin = guild.add_member(env.create_user("Admin"), roles=[administrators])
    operator = guild.add_member(env.create_user("Operator"), roles=[administrators])
    app.services.admin.operators.appoint([operator.id])
    shown = {"text": ask_here, "announcement": news, "dm": user.dm_channel}[channel]
    viewers = [user] if channel == "dm" else [alice, chinese, admin, operator]
    await _welcome(app, shown.id, [_WELCOME, _USAGE] + [_VIEWERS] * (len(viewers) > 1))
    preview = env.preview(shown, viewers=viewers, layout="channel", port=port or None)
    app.charts.wait = simcord_internals.external_wait(env, preview)
    try:
        with (
            simcord_internals.speak_locales({chinese.id: "zh-CN"}),
            simcord_internals.separate_lists(),
            simcord_internals.own_choices(),
        ):
            async with preview as page:
                announce(page.url)
                if browser:
                    _open_browser(page.url)
                await page.wait_closed()
    except simcord.SetupError as error:
        if isinstance(error.__cause__, OSError):
            raise PortError(_unavailable(port, error.__cause__)) from error
        raise


async def _welcome(app: App, channel_id: int, texts: Sequence[str]) -> None:
    """A short welcome from the bot in both languages."""
    view = discord.ui.LayoutView()
    for tr in app.services.translators.values():
        if view.children:
            view.add_item(discord.ui.Separator())
        for text in texts:
            view.add_item(discord.ui.TextDisplay(tr(text)))
    await app.client.get_partial_messageable(channel_id).send(view=view)


def _require_free(port: int) -> None:
    """Raises PortError before the data is loaded, which takes seconds."""
    with socket.socket() as probe:
        if os.name == "posix":  # elsewhere this option would share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortError(_unavailable(port, error)) from error


def _unavailable(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program; choose one with --port (0: any free)."
    return f"Port {port} is unavailable ({error.strerror}); choose one with --port (0: any free)."


def _open_browser(url: str) -> None:
    """Opens a window if there can be one; a terminal browser would hide the address."""
    windows = sys.platform in ("win32", "darwin")
    named = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if windows or any(os.environ.get(name) for name in named):
        # In a thread: some browsers return only when they are closed.
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
