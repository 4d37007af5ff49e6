"""Thousands of spoiled data sets, sent to a bot that answers: none changes an answer."""

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

from structlog.testing import capture_logs

from bot.cli.text_output import as_text
from bot.domain.data.faults import unpacked_faults
from bot.domain.release import Release
from bot.i18n.translator import read_translators
from bot.releases.proposal import Proposal
from bot.releases.reader import DATA_WORKER, DatasetReader, InvalidDataset
from bot.releases.reload import Reload
from bot.releases.startup import open_release
from bot.storage.database import open_database
from bot.storage.releases import ReleaseStore
from bot.ui.context import RenderContext
from tests.malformed import Files, small_real, spoiled
from tests.small import zipped
from tests.soak.verdict import Finding

_QUESTION = "special loan"


async def spoil(folder: Path, sets: int, dice: random.Random) -> Finding:
    """So many sets that are wrong, from disk and sent in; one found sound is not counted."""
    finding, data = Finding(), folder / "data"
    write(data, dict(small_real()))
    async with open_database(f"sqlite+aiosqlite:///{folder / 'little-giant.db'}") as database:
        store, now = ReleaseStore(database), datetime.now(UTC)
        release = await open_release(store, data, now)
        reader = DatasetReader(DATA_WORKER, persistent=True)
        reload = Reload(store, data, lambda: release, _never, lambda: datetime.now(UTC), reader)
        answer = said(release)
        while finding.faults.total() < sets:
            await _one(reload, data, dice.getrandbits(48), finding)
            if said(release) != answer or await store.active_version() != answer[0]:
                finding.wrong.append("an answer changed")
        reader.close()
    return finding


async def _one(reload: Reload, data: Path, seed: int, finding: Finding) -> None:
    files, sent = spoiled(seed), seed % 2 == 0
    with capture_logs() as log:
        if sent:
            found = await reload.from_upload("set.zip", zipped(files))
        else:
            write(data, files)
            found = await reload.from_disk()
    finding.wrong += [f"{seed}: in the log: {line['event']}" for line in log]
    if isinstance(found, InvalidDataset):
        finding.faults["sent in" if sent else "on disk"] += 1
        finding.wrong += _unlocated(found, seed)
    elif isinstance(found, Proposal):
        finding.ends["sound after all"] += 1
    else:
        finding.ends[type(found).__name__.lower()] += 1


def _unlocated(found: InvalidDataset, seed: int) -> list[str]:
    lost = [f for f in found.faults if not (f.file and f.line >= 1 and f.field and f.message)]
    lines = len(list(unpacked_faults(found.packed)))
    wrong = [f"{seed}: without a place: {fault}" for fault in lost]
    return wrong if lines == found.count else [*wrong, f"{seed}: {found.count} in {lines} lines"]


def said(release: Release) -> tuple[str, str]:
    """The live version and an answer from it."""
    scene = RenderContext(
        release, read_translators()["en"], datetime(2026, 9, 1, tzinfo=UTC).date()
    )
    return release.catalogue.version, as_text(scene, _QUESTION)


def write(folder: Path, files: Files) -> None:
    """The folder with these files and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _never(_: Release) -> None:
    raise AssertionError("something went live")
