"""The command line: runs a subcommand; an expected failure is one sentence and an exit code."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO

from bot.cli import ask, data, database, serve, sources
from bot.exit_codes import CUT_OFF, INTERRUPTED, OK, UNAVAILABLE, ExitError


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a subcommand; returns its exit code."""
    write_as = getattr(sys.stdout, "reconfigure", None)
    if write_as is not None:
        write_as(encoding="utf-8")  # Windows would write its own encoding to a file
    arguments = _parser().parse_args(argv)
    if arguments.serves:
        _handle_signals()
    try:
        code: int = arguments.run(arguments)
    except ExitError as error:
        code = _fail(error.exit_code, str(error))
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "bot", "cogs"):
            raise
        lock = "requirements-demo.lock" if package == "simcord" else "requirements.lock"
        code = _fail(
            UNAVAILABLE,
            f"Little Giant needs {package}, which is not installed for {sys.executable}; "
            f"{lock} lists every package it needs.",
        )
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        if _printed("\n", sys.stdout):  # then it was another pipe
            raise
        return CUT_OFF
    _printed("", sys.stdout)
    return code


def _fail(code: int, sentence: str) -> int:
    _printed(f"{sentence}\n", sys.stderr)
    return code


def _printed(words: str, stream: TextIO) -> bool:
    """Prints them after the rest; False where the reader has stopped, as `head` does."""
    try:
        print(words, end="", file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return False
    return True


def _handle_signals() -> None:
    """Until `bot.signals` does, which a start imports later."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    if hasattr(signal, "SIGHUP") and not (sys.stdin and sys.stdin.isatty()):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def _end(*_: object) -> NoReturn:
    """Ends a start that has opened nothing yet; an exception could get lost inside an import."""
    os._exit(OK)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Little Giant: a Discord bot about Shanghai's support for small firms.",
        epilog="Settings come from the environment and .env; .env.example lists them.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    parser.set_defaults(serves=False)
    commands = parser.add_subparsers(required=True, metavar="SUBCOMMAND")
    for group in (serve, ask, data, sources, database):
        group.add_to(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is requested."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from bot.version import program_version

        print(f"Little Giant {program_version()}")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
