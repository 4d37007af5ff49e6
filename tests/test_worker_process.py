"""Worker processes: what reaches them of the bot's environment, and their end."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from bot.worker_process import WorkerProcess

NAMES = """
import os, sys
from bot.worker_process import serve_requests
sys.exit(serve_requests(lambda head, attachments: ({"environment": dict(os.environ)}, [])))
"""
SECRETS = ("DISCORD_TOKEN", "DATABASE_URL", "POSTGRES_PASSWORD", "GRAFANA_PASSWORD", "PYTHONSECRET")


def test_no_secret_of_any_name_reaches_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SECRETS, "A_NAME_THAT_NOBODY_FORESAW", "lc_secret"):
        monkeypatch.setenv(name, "the-secret-itself")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    worker = WorkerProcess((sys.executable, "-c", NAMES), MPLCONFIGDIR="/pictures")
    answer = worker.request({}, [], 20)
    worker.close()
    assert not isinstance(answer, str), answer
    found: dict[str, str] = answer[0]["environment"]
    assert "the-secret-itself" not in found.values()
    assert (found["TZ"], found["MPLCONFIGDIR"]) == ("Asia/Shanghai", "/pictures")


WAITS = """
import sys, time
from bot.worker_process import serve_requests

def wait(head, attachments):
    with open(sys.argv[1], "a") as begun:
        print("begun", file=begun)
    time.sleep(60)
    return {}, []

sys.exit(serve_requests(wait))
"""


def test_after_the_end_nothing_starts_again(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    worker = WorkerProcess((sys.executable, "-c", WAITS, str(begun)))
    with ThreadPoolExecutor() as threads:
        requests = [threads.submit(worker.request, {}, [], 50) for _ in range(3)]
        while not begun.exists():
            time.sleep(0.01)
        worker.close()
        done, _ = wait(requests, timeout=20)
    assert [each.result() for each in done] == ["crashed"] * 3
    assert begun.read_text() == "begun\n"


def test_a_stopped_one_starts_again() -> None:
    worker = WorkerProcess((sys.executable, "-c", NAMES))
    for _ in range(2):
        assert not isinstance(worker.request({}, [], 20), str)
        worker.stop()
    worker.close()
