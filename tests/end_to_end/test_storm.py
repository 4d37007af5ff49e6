"""Every fault of Discord at random: each edition is delivered once, or suspended with its cause.

The short form of `python -m tests.soak --only storm`.
"""

from pathlib import Path

from tests.soak.trials import Course, storm
from tests.wire.random_faults import CHANNEL_LOSSES, KINDS

SEED = 1


async def test_a_storm_of_faults(tmp_path: Path) -> None:
    finding = await storm(Course(tmp_path, "", SEED, short=True))
    assert finding.wrong == []
    assert finding.ends.total() == 120
    assert finding.ends["delivered"] >= 80
    assert set(KINDS) - set(CHANNEL_LOSSES) <= set(finding.faults)
