"""Runs every benchmark and prints one Markdown table: `python -m tests.benchmarks`.

A missed target is marked, not an error: the exit code is 0.
"""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Iterator

from tests.benchmarks import digests, inputs, reload, sockets
from tests.benchmarks.table import Row, markdown


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", choices=["domain", "sockets", "digests", "reload", "inputs"])
    parser.add_argument("--quick", action="store_true", help="see that it works")
    given = parser.parse_args()
    rows: list[Row] = []
    if given.only in (None, "domain"):
        rows += noted(domain_rows())
    if given.only in (None, "sockets"):
        rows += noted(sockets.rows(sockets.QUICK if given.quick else sockets.FULL))
    if given.only in (None, "digests"):
        rows += noted(digests.rows(digests.QUICK if given.quick else digests.FULL))
    if given.only in (None, "reload"):
        rows += noted(reload.rows(reload.QUICK if given.quick else reload.FULL))
    if given.only in (None, "inputs"):
        rows += noted(inputs.rows(inputs.QUICK if given.quick else inputs.FULL))
    print(f"{sockets.machine()}\n\n{markdown(rows)}")
    return 0


def domain_rows() -> Iterator[Row]:
    """The rows of `domain.py`, which offers `rows()` as `sockets.py` does."""
    if importlib.util.find_spec("tests.benchmarks.domain"):
        yield from importlib.import_module("tests.benchmarks.domain").rows()


def noted(rows: Iterator[Row]) -> Iterator[Row]:
    """The same rows; each is told on stderr as soon as it is measured."""
    for row in rows:
        print(f"{row.measured}: {row.ours} (bare: {row.bare})", file=sys.stderr)
        yield row


if __name__ == "__main__":
    sys.exit(main())
