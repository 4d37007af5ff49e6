"""Processes killed, stopped or cut off at any moment: every edition appears exactly once.

The short form of `python -m tests.soak`, where the same runs at full length.
"""

from pathlib import Path

import pytest

from tests.soak.trials import Course, kills, kills_two, matrix, stopped
from tests.soak.verdict import together

SEED = 1


async def test_killed_at_every_step_each_edition_appears_once(tmp_path: Path) -> None:
    finding = await matrix(Course(tmp_path, "", SEED, short=True))
    assert finding.wrong == []
    assert finding.kills.total() == finding.ends["sent"] == 13


async def test_killed_at_random_each_edition_appears_once(tmp_path: Path) -> None:
    finding = await kills(Course(tmp_path, "", SEED, short=True))
    assert finding.wrong == []
    assert finding.kills.total() == 4


@pytest.mark.postgresql
async def test_one_of_two_processes_killed_stopped_or_cut_off(
    tmp_path: Path, postgres_server: str
) -> None:
    trials = [
        trial(Course(tmp_path / trial.__name__, postgres_server, SEED, short=True))
        for trial in (kills_two, stopped)
    ]
    finding = await together(trials)
    assert finding.wrong == []
    assert finding.kills.total() == 5 + 2
