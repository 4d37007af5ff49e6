"""`check-data`, `diff-data` and `reload`: a data set, from the folder into the running bot."""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.options import Subcommands, configured
from bot.exit_codes import OK

if TYPE_CHECKING:
    from bot.domain.data.dataset import Dataset


def add_to(commands: Subcommands) -> None:
    """Adds the subcommands."""
    check = commands.add_parser("check-data", help="check a data set and list every fault")
    check.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="default: DATA_DIR")
    check.set_defaults(run=_check)

    diff = commands.add_parser("diff-data", help="compare two data sets by record and field")
    diff.add_argument("old", metavar="OLD", help="a data folder or a stored version")
    diff.add_argument("new", metavar="NEW", help="a data folder or a stored version")
    diff.set_defaults(run=_diff)

    reload = commands.add_parser("reload", help="make the data on disk live in the running bot")
    forced = "reload even if more than a fifth of a kind would be removed"
    reload.add_argument("--force", action="store_true", help=forced)
    reload.set_defaults(run=_reload)


def _check(arguments: argparse.Namespace) -> int:
    from bot.data_check.worker import undrawable_today
    from bot.domain.data.loader import read_dataset
    from bot.releases.startup import DataError, faults_counted, read_files
    from bot.settings import read_settings

    folder: Path = arguments.folder or read_settings().data_dir
    files = read_files(folder)
    dataset, faults = read_dataset(files.yaml)
    if dataset is not None:
        faults = undrawable_today(dataset, files)
    if dataset is None or faults:
        for fault in faults:
            print(fault)
        raise DataError(f"{faults_counted(len(faults)).capitalize()} in {folder}.")
    counts = dataset.counts()
    for kind, count in counts.items():
        print(f"{kind:<12}{count:>6}")
    print(f"{'records':<12}{sum(counts.values()):>6}  in {len(files.yaml)} files, no faults")
    _warn_of_ends(dataset, files.yaml)
    return OK


def _warn_of_ends(dataset: "Dataset", files: Mapping[str, bytes]) -> None:
    """A line for each record that ends within 60 days: what comes next should be looked up."""
    from bot.data_check.worker import today_in_shanghai
    from bot.domain.data.ends import near_ends
    from bot.domain.data.loader import record_locations

    today = today_in_shanghai()
    places = record_locations(files)
    for end in near_ends(dataset, today):
        file, line = places[end.record]
        name = f"{end.record}.{end.part}" if end.part else end.record
        left = (end.ends - today).days
        print(f"warning: {file}:{line}: {name}: ends on {end.ends}, days left: {left}")


def _diff(arguments: argparse.Namespace) -> int:
    from bot.cli.text_output import difference
    from bot.domain.data.diff import compare_catalogues
    from bot.releases.startup import DataError, read_set
    from bot.settings import read_settings

    url = read_settings().database_url
    try:
        old, new = (asyncio.run(read_set(name, url)) for name in (arguments.old, arguments.new))
    except DataError as error:
        for fault in error.faults:
            print(fault)
        raise
    print(difference(compare_catalogues(old, new)), end="")
    return OK


def _reload(arguments: argparse.Namespace) -> int:
    from bot.releases.reader import DATA_WORKER, DatasetReader
    from bot.releases.reload_triggers import reload_from_shell

    settings = configured(quiet=True)
    where, reader = (settings.database_url, settings.data_dir), DatasetReader(DATA_WORKER)
    work = reload_from_shell(*where, reader, lambda: datetime.now(UTC), force=arguments.force)
    outcome = asyncio.run(work)
    for line in outcome.lines:
        print(line)
    print(outcome.sentence, file=sys.stdout if outcome.code == OK else sys.stderr)
    return outcome.code
