"""Runs the long trials and tells what they did and found: `python -m tests.soak`.

The exit code is 1 where an edition was lost, came twice, or anything else that must hold did not.
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests.conftest import INSTALL, own_server, postgres_given, postgres_programs
from tests.soak.trials import ON_POSTGRESQL, ON_SQLITE, Course
from tests.soak.verdict import Finding


def main() -> int:
    """Runs what was asked for; 1 where something was wrong."""
    trials = {**ON_SQLITE, **ON_POSTGRESQL}
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(trials), default=list(trials))
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000))
    parser.add_argument("--short", action="store_true", help="see that it works")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    wrong = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        server = _server(stack) if ON_POSTGRESQL.keys() & set(given.only) else ""
        for name in given.only:
            if name in ON_POSTGRESQL and not server:
                print(f"{name}: left out. {INSTALL['postgresql']}", flush=True)
                continue
            course = Course(folder / name, server, given.seed, given.short)
            began = time.monotonic()
            finding = asyncio.run(trials[name](course))
            print(_told(name, finding, time.monotonic() - began), flush=True)
            wrong += len(finding.wrong)
    return 1 if wrong else 0


def _server(stack: ExitStack) -> str:
    """The address of a PostgreSQL, as for the tests; empty where there is none."""
    if given := postgres_given():
        return f"postgresql+asyncpg://{given.partition('://')[2]}"
    programs = postgres_programs()
    return stack.enter_context(own_server(programs)) if programs else ""


def _told(name: str, finding: Finding, seconds: float) -> str:
    """A trial in a few lines."""
    lines = [f"{name}: {seconds:.0f} s"]
    for what, counts in (
        ("kills", finding.kills),
        ("runs that a kill caught", finding.caught),
        ("faults", finding.faults),
        ("slots", finding.ends),
    ):
        if counts:
            lines.append(f"  {what} {counts.total()}: {_listed(counts)}")
    lines += [f"  {note}" for note in finding.notes]
    lost, twice = (sum(word in told for told in finding.wrong) for word in (" lost ", " twice "))
    lines.append(f"  duplicates {twice}, lost {lost}, violations in all {len(finding.wrong)}")
    return "\n".join(lines + [f"  WRONG {told}" for told in finding.wrong])


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{what} {times}" for what, times in counts.most_common())


if __name__ == "__main__":
    sys.exit(main())
