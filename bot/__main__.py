"""The command line. A start that cannot succeed is told in one sentence, with an exit code."""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from bot.settings import Settings

OK, USAGE, DATA, UNAVAILABLE, TOKEN, SETTING = 0, 2, 65, 69, 77, 78
"""Exit codes: 2 as argparse has it; the others as in sysexits.h: EX_DATAERR, EX_UNAVAILABLE,
EX_NOPERM, EX_CONFIG."""

INTERRUPTED = 130
"""What shells say of a program that was broken off before it had done its work."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a subcommand; its exit code."""
    try:
        return _main(_parser().parse_args(argv))
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "bot", "cogs"):
            raise
        return _fail(
            UNAVAILABLE,
            f"Little Giant needs {package}, which is not installed for {sys.executable}; "
            "requirements.lock lists all that it needs.",
        )


def _main(arguments: argparse.Namespace) -> int:
    if arguments.serves:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _end)
    from bot.settings import SettingsError

    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SettingsError as error:
        return _fail(SETTING, str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return code


def _end(*_: object) -> NoReturn:
    """Ends a start that has opened nothing yet; an exception could get lost inside an import."""
    os._exit(OK)


class _Version(argparse.Action):
    """Looks for the version only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from bot.version import program_version

        print(f"Little Giant {program_version()}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Little Giant: a Discord bot about Shanghai's measures for smaller firms.",
        epilog="Settings come from the environment and .env; .env.example lists them.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    parser.set_defaults(serves=False)
    commands = parser.add_subparsers(required=True, metavar="SUBCOMMAND")

    run = commands.add_parser("run", help="the bot, against Discord (needs DISCORD_TOKEN)")
    run.set_defaults(run=_run, serves=True)

    demo = commands.add_parser("demo", help="the bot in a local browser, without a token")
    demo.add_argument(
        "--channel",
        choices=("text", "announcement", "dm"),
        default="text",
        help="what the page shows (default: text)",
    )
    demo.add_argument("--port", type=_port, default=8765, help="8765 by default; 0: any free one")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    demo.set_defaults(run=_demo, serves=True)

    ask = commands.add_parser("ask", help="the answer of /ask, in the terminal")
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--lang", choices=("en", "zh"), help="by default the question's language")
    ask.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    ask.set_defaults(run=_ask)

    check = commands.add_parser("check-data", help="check a data set; every fault at once")
    check.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="default: DATA_DIR")
    check.set_defaults(run=_check)

    diff = commands.add_parser("diff-data", help="what differs, by record and field")
    diff.add_argument("old", metavar="OLD", help="a data folder or a stored version")
    diff.add_argument("new", metavar="NEW", help="a data folder or a stored version")
    diff.set_defaults(run=_diff)

    reload = commands.add_parser("reload", help="have the running bot load its data anew")
    reload.add_argument(
        "--force", action="store_true", help="also where over a fifth of a kind would go"
    )
    reload.set_defaults(run=_reload)

    migrate = commands.add_parser("migrate", help="bring the database's tables up to date")
    migrate.set_defaults(run=_migrate)

    backup = commands.add_parser("backup", help="save an SQLite database, also while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="made anew; never overwritten")
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help="put a saved database back; no bot may run")
    restore.add_argument("file", type=Path, metavar="FILE", help="made by backup; stays as it is")
    restore.set_defaults(run=_restore)
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError(f"{number} is no port; expected 0 to 65535")
    return number


def _fail(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return code


def _settings() -> "Settings":
    from bot.settings import read_settings

    return read_settings()


def _configured() -> "Settings":
    from bot import logs

    settings = _settings()
    logs.configure(settings.log_level, settings.log_format, settings.secrets())
    return settings


def _run(_: argparse.Namespace) -> int:
    gc.disable()  # until the bot has started: see app.run
    from bot import app
    from bot.discord_client.endpoint import TokenRefusedError, UnreachableError
    from bot.monitoring.health import HealthError
    from bot.releases.startup import DataError
    from bot.settings import SettingsError
    from bot.storage.database import StorageError

    settings = _configured()
    if settings.discord_token is None:
        raise SettingsError(
            "DISCORD_TOKEN is not set; expected the bot's token from the developer portal, in the "
            "environment or in .env."
        )
    try:
        _loop(app.run(settings, settings.discord_token.get_secret_value()))
    except DataError as error:
        return _fail(DATA, str(error))
    except TokenRefusedError as error:
        return _fail(TOKEN, str(error))
    except (HealthError, StorageError, UnreachableError) as error:
        return _fail(UNAVAILABLE, str(error))
    return OK


def _loop(main: Coroutine[Any, Any, None]) -> None:
    """Runs on uvloop where it exists."""
    import asyncio

    try:
        import uvloop
    except ImportError:
        asyncio.run(main)
    else:
        uvloop.run(main)


def _demo(arguments: argparse.Namespace) -> int:
    import asyncio

    try:
        from bot.demo.server import PortError, demo
    except ModuleNotFoundError as error:
        if error.name != "simcord":
            raise
        return _fail(
            UNAVAILABLE,
            f"The demo needs {error.name}, which is not installed for {sys.executable}; "
            "requirements-demo.lock lists all that it needs.",
        )
    from bot.releases.startup import DataError
    from bot.storage.database import StorageError

    def tell(url: str) -> None:
        print(f"Little Giant demo: {url}\nCtrl-C ends it.", flush=True)

    settings, browser = _settings(), not arguments.no_browser
    try:
        asyncio.run(demo(settings, arguments.channel, arguments.port, tell, browser=browser))
    except DataError as error:
        return _fail(DATA, str(error))
    except (PortError, StorageError) as error:
        return _fail(UNAVAILABLE, str(error))
    return OK


def _ask(arguments: argparse.Namespace) -> int:
    from bot.domain.text_limits import MAX_QUESTION_LENGTH

    length = len(arguments.question)
    if length > MAX_QUESTION_LENGTH:
        return _fail(
            USAGE,
            f"The question has {length:,} characters, and at most {MAX_QUESTION_LENGTH} are read; "
            "please shorten it.",
        )
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from bot.cli.text_output import as_json, as_text
    from bot.domain.text import has_chinese
    from bot.i18n.translator import read_translators
    from bot.releases.startup import DataError, offline_release
    from bot.ui.context import RenderContext

    settings = _settings()
    lang = arguments.lang or ("zh" if has_chinese(arguments.question) else "en")
    try:
        release = offline_release(settings.data_dir, datetime.now(UTC))
    except DataError as error:
        return _fail(DATA, str(error))
    context = RenderContext(
        release, read_translators()[lang], datetime.now(ZoneInfo("Asia/Shanghai")).date()
    )
    show = as_json if arguments.format == "json" else as_text
    print(show(context, arguments.question))
    return OK


def _check(arguments: argparse.Namespace) -> int:
    from bot.data_check.worker import undrawable_today
    from bot.releases.startup import DataError, check, faults_counted, read_files

    folder: Path = arguments.folder or _settings().data_dir
    try:
        files = read_files(folder)
    except DataError as error:
        return _fail(DATA, str(error))
    checked = check(files)
    faults = checked.faults
    if checked.dataset is not None:
        faults = undrawable_today(checked.dataset, files)
    if checked.dataset is None or faults:
        for fault in faults:
            print(fault)
        return _fail(DATA, f"{faults_counted(len(faults)).capitalize()} in {folder}.")
    counts = checked.dataset.counts()
    for kind, count in counts.items():
        print(f"{kind:<12}{count:>6}")
    print(f"{'records':<12}{sum(counts.values()):>6}  in {len(files.yaml)} files, no fault")
    return OK


def _diff(arguments: argparse.Namespace) -> int:
    import asyncio

    from bot.cli.text_output import difference
    from bot.domain.data.diff import compare
    from bot.releases.diff_sources import read_set
    from bot.releases.startup import DataError
    from bot.storage.database import StorageError

    url = _settings().database_url
    try:
        old, new = (asyncio.run(read_set(name, url)) for name in (arguments.old, arguments.new))
    except DataError as error:
        for fault in error.faults:
            print(fault)
        return _fail(DATA, str(error))
    except StorageError as error:
        return _fail(UNAVAILABLE, str(error))
    print(difference(compare(old, new)), end="")
    return OK


def _reload(arguments: argparse.Namespace) -> int:
    import asyncio
    from datetime import UTC, datetime

    from bot.releases.reload_client import ask_reload
    from bot.storage.database import StorageError

    settings = _configured()
    try:
        told = asyncio.run(
            ask_reload(settings.database_url, lambda: datetime.now(UTC), force=arguments.force)
        )
    except StorageError as error:
        return _fail(UNAVAILABLE, str(error))
    for line in told.lines:
        print(line)
    if told.code != OK:
        return _fail(told.code, told.sentence)
    print(told.sentence)
    return OK


def _migrate(_: argparse.Namespace) -> int:
    import asyncio

    from bot.storage.database import StorageError, migrate

    settings = _configured()
    try:
        asyncio.run(migrate(settings.database_url))
    except StorageError as error:
        return _fail(UNAVAILABLE, str(error))
    print("The database's tables are up to date.")
    return OK


def _backup(arguments: argparse.Namespace) -> int:
    from bot.storage.backup import backup
    from bot.storage.database import StorageError

    settings = _configured()
    try:
        saved = backup(settings.database_url, arguments.file)
    except StorageError as error:
        return _fail(UNAVAILABLE, str(error))
    _list(saved.counts)
    print(f"Saved to {saved.file}: schema {saved.schema}, {saved.size:,} bytes.")
    return OK


def _restore(arguments: argparse.Namespace) -> int:
    import asyncio
    from datetime import UTC, datetime

    from bot.storage.backup import restore
    from bot.storage.database import StorageError

    settings = _configured()
    try:
        saved, schema, kept = asyncio.run(
            restore(settings.database_url, arguments.file, at=datetime.now(UTC))
        )
    except StorageError as error:
        return _fail(UNAVAILABLE, str(error))
    _list(saved.counts)
    migrated = "" if schema == saved.schema else f", brought from schema {schema}"
    print(f"Restored {saved.file}: schema {saved.schema}{migrated}, {saved.size:,} bytes.")
    if kept is not None:
        print(f"What it replaced is kept as {kept}.")
    return OK


def _list(counts: Mapping[str, int]) -> None:
    for name, count in counts.items():
        print(f"{name:<16}{count:>8}")


if __name__ == "__main__":
    sys.exit(main())
