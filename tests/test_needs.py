"""What the machine lacks, or is said to lack, is skipped with its reason."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import absence, chromium_path, postgres_given, postgres_programs

FAILING = "def test_one(): assert 0\ndef test_two(): pass\n"
SERVER = """
from tests.conftest import own_server, postgres_programs
with own_server(postgres_programs()) as url:
    print(url, flush=True)
    input()
"""


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """The engine's name alone: no server is needed to look at marks."""
    return request.param


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_test_is_marked_by_the_engine_it_runs_on(
    request: pytest.FixtureRequest, database_url: str
) -> None:
    marked = request.node.get_closest_marker("postgresql") is not None
    assert marked == (database_url == "postgresql")


@pytest.mark.parametrize("named", ["chromium,postgresql", "postgresql chromium"])
def test_what_is_left_out_does_not_exist(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgresql://me@127.0.0.1/postgres")
    monkeypatch.setenv("LITTLE_GIANT_WITHOUT", named)
    assert chromium_path() is None
    assert postgres_programs() is None
    assert postgres_given() is None
    for need in ("chromium", "postgresql"):
        reason = absence(need)
        assert reason
        assert "LITTLE_GIANT_WITHOUT" in reason


def test_a_server_that_is_given_needs_no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LITTLE_GIANT_WITHOUT", raising=False)
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgresql://me@127.0.0.1/postgres")
    assert absence("postgresql") is None


def test_a_failed_test_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "test_failing.py").write_text(FAILING)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "tests.conftest"]
    ran = subprocess.run(
        [*command, "--rootdir", tmp_path, tmp_path], capture_output=True, text=True, check=False
    )
    assert ran.stdout.startswith("\nFAILED test_failing.py::test_one\n."), ran.stdout


@pytest.mark.postgresql
def test_a_server_ends_with_a_killed_test_run() -> None:
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        port = int(run.stdout.readline().rsplit(":", 1)[1].split("/")[0])
        with socket.create_connection(("127.0.0.1", port)):
            run.kill()
    ends = time.monotonic() + 60
    while is_open(port):
        assert time.monotonic() < ends
        time.sleep(0.1)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
