"""`migrate`, `backup` and `restore`: the bot's database."""

import argparse
import asyncio
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.cli.options import Subcommands, configured
from bot.exit_codes import OK

_LISTED: Final = {
    "digests": "digests and watches",
    "preferences": "people's preferences",
    "servers": "servers",
    "releases": "data versions",
}
"""The tables whose rows an operator knows."""


def add_to(commands: Subcommands) -> None:
    """Adds the subcommands."""
    migrate = commands.add_parser("migrate", help="migrate the database to the newest schema")
    migrate.set_defaults(run=_migrate)

    backup = commands.add_parser("backup", help="save an SQLite database; the bot may run")
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file; never overwritten")
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help="restore a saved database; no bot may run")
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup; it is not changed")
    restore.set_defaults(run=_restore)


def _migrate(_: argparse.Namespace) -> int:
    from bot.storage.database import migrate

    asyncio.run(migrate(configured().database_url))
    print("The database schema is up to date.")
    return OK


def _backup(arguments: argparse.Namespace) -> int:
    from bot.storage.backup import backup

    _stop_as_with_ctrl_c()
    saved = backup(configured().database_url, arguments.file)
    _list(saved.counts)
    print(f"Saved to {saved.file}: schema {saved.schema}, {saved.size:,} bytes.")
    return OK


def _restore(arguments: argparse.Namespace) -> int:
    from bot.storage.backup import restore

    _stop_as_with_ctrl_c()
    url = configured().database_url
    saved, schema, replaced = asyncio.run(restore(url, arguments.file, at=datetime.now(UTC)))
    _list(saved.counts)
    migrated = "" if schema == saved.schema else f", migrated from schema {schema}"
    print(f"Restored {saved.file}: schema {saved.schema}{migrated}, {saved.size:,} bytes.")
    if replaced is not None:
        print(f"The replaced database is kept as {replaced}.")
    return OK


def _stop_as_with_ctrl_c() -> None:
    """SIGTERM raises KeyboardInterrupt too, so that no half of a copy stays."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _list(counts: Mapping[str, int]) -> None:
    listed = {label: counts.get(name, 0) for name, label in _LISTED.items()}
    listed["other rows"] = sum(counts.values()) - sum(listed.values())
    for label, count in listed.items():
        print(f"{label:<20}{count:>8}")
