"""`check-sources`: whether the cited pages still say what the data set says."""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.options import Subcommands
from bot.exit_codes import OK, USAGE, ExitError

if TYPE_CHECKING:
    from bot.domain.data.citations import Citation
    from bot.source_check.check import SourceResult


class ReportFileError(ExitError):
    """The report cannot be written."""

    exit_code = USAGE


def add_to(commands: Subcommands) -> None:
    """Adds the subcommand."""
    check = commands.add_parser("check-sources", help="fetch the cited pages and compare them")
    check.add_argument("--json", type=Path, metavar="FILE", help="write the whole report to FILE")
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    from bot.domain.data.citations import citations
    from bot.i18n.translator import read_translators
    from bot.releases.startup import offline_catalogue
    from bot.settings import read_settings
    from bot.source_check import report

    file: Path | None = arguments.json
    now = datetime.now(UTC)
    cited = citations(offline_catalogue(read_settings().data_dir, now))
    if file is not None:
        _write(file, "")  # known to be possible before minutes pass
    results = asyncio.run(_fetch_and_compare(cited))
    print(report.summary(read_translators()["en"], cited, results))
    if file is not None:
        _write(file, report.as_json(cited, results, now))
    return OK


async def _fetch_and_compare(cited: "Sequence[Citation]") -> "list[SourceResult]":
    from bot.source_check.check import check_sources
    from bot.source_check.fetcher import HostLimiter, PageFetcher, new_session
    from bot.source_check.page_reader import PageReader
    from bot.source_check.report import progress_line
    from bot.source_check.robots import AGENT, Robots
    from bot.version import program_version

    count, done = sum(1 for citation in cited if citation.source.url), 0

    def tell(result: "SourceResult") -> None:
        nonlocal done
        done += 1
        print(progress_line(result, done, count), file=sys.stderr, flush=True)

    agent = f"{AGENT}/{program_version()} (Discord bot that checks the sources it cites)"
    async with new_session(agent) as session:
        fetcher = PageFetcher(session, HostLimiter(time.monotonic, asyncio.sleep))
        return await check_sources(cited, PageReader(fetcher, Robots(fetcher)), tell)


def _write(file: Path, report: str) -> None:
    try:
        file.write_text(report, "utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReportFileError(f"The report cannot be written to {file}: {reason}.") from error
