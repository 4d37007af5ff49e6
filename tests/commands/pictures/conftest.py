"""One drawing process for all tests of pictures: to start one takes most of a second."""

from collections.abc import Iterator, Sequence

import pytest

from bot.charts.renderer_process import COMMAND
from bot.worker_process import WorkerProcess
from tests.commands.pictures.drawn import Lasting


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lasting]:
    """The process, ended with the last test."""
    lasting = Lasting(COMMAND, MPLCONFIGDIR=str(tmp_path_factory.mktemp("fonts")))
    yield lasting
    lasting.end()


@pytest.fixture(autouse=True)
def one_drawer(lasting: Lasting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing process is shared by all tests; other commands get a process of their own."""

    def worker(
        command: Sequence[str], *, urgent: bool = False, **environment: str
    ) -> WorkerProcess:
        own = WorkerProcess(command, urgent=urgent, **environment)
        return lasting if command == COMMAND else own

    monkeypatch.setattr("bot.charts.renderer_process.WorkerProcess", worker)
