"""`run` and `demo`: the bot, until a signal ends it."""

import argparse
import asyncio
import gc
from collections.abc import Coroutine
from typing import Any, Final

from bot.cli.options import Subcommands, configured
from bot.exit_codes import OK

_REPLACED: Final = frozenset(
    """
    discord_token discord_api_url database_url admin_guild_ids shard_count shard_ids
    """.split()
)
"""Settings that the demo has of its own: those of the real bot may even be malformed."""


def add_to(commands: Subcommands) -> None:
    """Adds the subcommands."""
    run = commands.add_parser("run", help="run the bot on Discord (needs DISCORD_TOKEN)")
    run.set_defaults(run=_run, serves=True)

    demo = commands.add_parser("demo", help="run the bot in a local browser, without a token")
    demo.add_argument(
        "--channel",
        choices=("text", "announcement", "dm"),
        default="text",
        help="the channel that the page shows (default: text)",
    )
    demo.add_argument("--port", type=_port, default=8765, help="default: 8765; 0: any free port")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    demo.set_defaults(run=_demo, serves=True)


def _port(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; expected 0 to 65535")
    return number


def _run(_: argparse.Namespace) -> int:
    gc.disable()  # until the bot has started: see app.run
    from bot import app
    from bot.settings import SettingsError

    settings = configured()
    if settings.discord_token is None:
        raise SettingsError(
            "DISCORD_TOKEN is not set; expected the bot's token from the developer portal, in the "
            "environment or in .env."
        )
    _run_loop(app.run(settings, settings.discord_token.get_secret_value()))
    return OK


def _run_loop(main: Coroutine[Any, Any, None]) -> None:
    """Runs on uvloop where it is installed."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(main)
    else:
        uvloop.run(main)


def _demo(arguments: argparse.Namespace) -> int:
    from bot.demo.server import demo
    from bot.settings import read_settings

    def announce(url: str) -> None:
        print(f"Little Giant demo: {url}\nCtrl-C ends it.", flush=True)

    channel, port, browser = arguments.channel, arguments.port, not arguments.no_browser
    settings = read_settings(without=_REPLACED)
    asyncio.run(demo(settings, channel, port, announce, browser=browser))
    return OK
