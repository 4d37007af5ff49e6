"""What the machine must have for some tests: Chromium, PostgreSQL.

Where one is missing, its tests are skipped and say what to install; where LITTLE_GIANT_REQUIRE
names it (as CI does), they fail instead. What LITTLE_GIANT_WITHOUT names counts as missing. Nothing
here knows the bot.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage.database import Database, migrate, open_database

# A busy machine is no defect of the code: what must be fast is measured in tests/benchmarks.
settings.register_profile("little-giant", deadline=None)
settings.load_profile("little-giant")

# Tests run side by side: a process that stands back, as the bot's own do, would wait for all.
os.environ.setdefault("LITTLE_GIANT_NICE", "0")

INSTALL = {
    "chromium": "Chromium is not installed: apt install chromium",
    "postgresql": "PostgreSQL is not installed: apt install postgresql",
}
LONGEST = ("test_kills", "test_storm")
FIXTURES = {"chromium": "chromium", "postgres_url": "postgresql"}
"""Tests that use the fixture need the program."""


def named_in(variable: str) -> set[str]:
    """The names that a variable of the environment lists: `chromium,postgresql`."""
    return set(os.environ.get(variable, "").replace(",", " ").split())


def chromium_path() -> str | None:
    """The browser's program, or None."""
    if "chromium" in named_in("LITTLE_GIANT_WITHOUT"):
        return None
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None)


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version's where there are several, or None."""
    if sys.platform == "win32" or "postgresql" in named_in("LITTLE_GIANT_WITHOUT"):
        return None
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    versions = {float(initdb.parts[-3]): initdb for initdb in debian}
    if versions:
        return versions[max(versions)].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere else None


def postgres_given() -> str | None:
    """The address of a server that is there already (TEST_POSTGRES_URL), or None."""
    hidden = "postgresql" in named_in("LITTLE_GIANT_WITHOUT")
    return None if hidden else os.environ.get("TEST_POSTGRES_URL")


def absence(need: str) -> str | None:
    """Why it is missing, in a sentence; None where this machine has it."""
    if chromium_path() if need == "chromium" else postgres_given() or postgres_programs():
        return None
    if need in named_in("LITTLE_GIANT_WITHOUT"):
        return f"{need} is left out: LITTLE_GIANT_WITHOUT names it"
    return INSTALL[need]


def needs(item: pytest.Item) -> set[str]:
    """What a test needs, by its fixtures and by the engine that it runs on."""
    fixtures = FIXTURES.keys() & set(getattr(item, "fixturenames", ()))
    needed = {FIXTURES[fixture] for fixture in fixtures}
    callspec: Any = getattr(item, "callspec", None)
    if callspec and callspec.params.get("database_url") == "postgresql":
        needed.add("postgresql")
    return needed


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs a thing, so that `-m "not chromium"` leaves it out; the longest go first.

    Files are shared out among processes in this order, and one that is begun last is waited for.
    """
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    for item in items:
        for need in needs(item):
            item.add_marker(need)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips what needs something that is missing, or fails it where that was made mandatory."""
    for need in INSTALL:
        if item.get_closest_marker(need) and (reason := absence(need)):
            if need in named_in("LITTLE_GIANT_REQUIRE"):
                pytest.fail(f"{reason} (LITTLE_GIANT_REQUIRE names it)", pytrace=False)
            pytest.skip(reason)


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Names a failed test at once, not only at the end."""
    if not report.failed:
        return None
    outcome = "failed" if report.when == "call" else "error"
    return outcome, f"\n{outcome.upper()} {report.nodeid}\n", outcome.upper()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium, for Playwright's `executable_path`."""
    path = chromium_path()
    assert path, INSTALL["chromium"]
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server: TEST_POSTGRES_URL, else one started for this session."""
    given = postgres_given()
    if given:
        yield f"postgresql+asyncpg://{given.partition('://')[2]}"
        return
    programs = postgres_programs()
    assert programs, INSTALL["postgresql"]
    with own_server(programs) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A `postgresql+asyncpg://` address of a database that was empty when the session began."""
    with fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database for this test alone; the test runs on both engines."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'little-giant.db'}"
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
async def databases(database_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """One database as two processes have it open."""
    await migrate(database_url)
    async with open_database(database_url) as one, open_database(database_url) as two:
        yield one, two


@contextmanager
def own_server(programs: Path) -> Generator[str]:
    """A PostgreSQL of our own on loopback while the block lasts; its data is thrown away."""
    # Not under pytest's folder: PostgreSQL refuses to run as root, and postgres can't enter there.
    folder = Path(tempfile.mkdtemp(prefix="little-giant-", dir="/tmp"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)

    groups: list[int] | None = [] if user else None

    def run(program: str, *arguments: str) -> None:
        # Output to a file: the server keeps it open, so that a pipe would never end.
        with (folder / "log").open("a+") as log:
            done = subprocess.run(
                [programs / program, "-D", folder / "data", *arguments],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
                user=user,
                group=user,
                extra_groups=groups,
            )
            log.seek(0)
            assert done.returncode == 0, f"{program}: {log.read()}"

    port = free_port()
    flags = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    # Its input ends with this process, also with a killed one.
    ends = f"cat; {programs}/pg_ctl -D {folder}/data -w stop -m immediate; rm -rf {folder}"
    with subprocess.Popen(
        ["sh", "-c", ends],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        user=user,
        group=user,
        extra_groups=groups,
    ):
        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "-w", "start", "-o", f"{flags} -c fsync=off")
        yield f"postgresql+asyncpg://postgres@127.0.0.1:{port}/postgres"


@contextmanager
def fresh_database(server: str) -> Generator[str]:
    """The address of an empty database on `server` while the block lasts."""
    name = f"little_giant_test_{uuid4().hex}"
    execute(server, f"CREATE DATABASE {name} TEMPLATE template0")
    place, question_mark, options = server.partition("?")
    try:
        yield f"{place.rpartition('/')[0]}/{name}{question_mark}{options}"
    finally:
        execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def execute(server: str, statement: str) -> None:
    """Runs one statement outside any transaction, and outside the event loop of the tests."""

    async def connect_and_execute() -> None:
        engine = create_async_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(connect_and_execute())).result()


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
