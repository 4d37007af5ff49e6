"""The command line: runs a subcommand; an expected failure is one sentence and an exit code."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from bot.cli import ask, data, database, serve, sources
from bot.exit_codes import INTERRUPTED, OK, UNAVAILABLE, ExitError


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a subcommand; returns its exit code."""
    arguments = _parser().parse_args(argv)
    if arguments.serves:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _end)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except ExitError as error:
        return _fail(error.exit_code, str(error))
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "bot", "cogs"):
            raise
        lock = "requirements-demo.lock" if package == "simcord" else "requirements.lock"
        return _fail(
            UNAVAILABLE,
            f"Little Giant needs {package}, which is not installed for {sys.executable}; "
            f"{lock} lists every package it needs.",
        )
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader has stopped reading, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return code


def _fail(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return code


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
