"""Worker processes: what reaches them of the bot's environment."""

import sys

import pytest

from bot.worker_process import WorkerProcess

NAMES = """
import os, sys
from bot.worker_process import serve
sys.exit(serve(lambda head, attachments: ({"environment": dict(os.environ)}, [])))
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
