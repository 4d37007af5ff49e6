"""The worker process that reads data sets and draws them: `python -m bot.data_check.worker`.

It draws each card once, so that a data set that passes can be shown.
"""

import gc
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.data.dataset import Dataset
from bot.domain.data.faults import Fault
from bot.releases.reader_worker import DataWorker
from bot.storage.data_files import DataFiles, content_hash
from bot.worker_process import serve_requests

DRAWN: Final = Path(__file__).with_name("drawn.txt")
"""The content hash of the data set that the tests draw; `bot.derive` writes it."""


def undrawable_unless_known(dataset: Dataset, files: DataFiles) -> Sequence[Fault]:
    """As `undrawable_today`; nothing is drawn of the data set that the tests draw."""
    known = DRAWN.read_text("utf-8").strip() == content_hash(files)
    if known:
        return ()
    gc.enable()
    return undrawable_today(dataset, files)


def undrawable_today(dataset: Dataset, files: DataFiles) -> Sequence[Fault]:
    """The faults of a data set that no card can show today."""
    from bot.data_check.cards import undrawable  # noqa: PLC0415 # takes a second; not needed for a refusal

    return undrawable(dataset, files, today_in_shanghai())


def today_in_shanghai() -> date:
    """The day by which a set is checked."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


if __name__ == "__main__":
    gc.disable()  # collecting takes a quarter of the reading, which leaves no cycles; cards do
    sys.exit(serve_requests(DataWorker(undrawable_unless_known).handle))
