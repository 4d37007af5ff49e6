"""What is said of an outage: at its beginning, once a minute, and at its end."""

import pytest
from structlog.testing import capture_logs

from bot.storage.outage import Outage


class Ticks:
    """Seconds, moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def events(steps: str) -> list[str]:
    """What is logged: w, r fail; W, R succeed; a dot is a second, an exclamation mark a minute."""
    ticks = Ticks()
    outage = Outage("a.db", ticks)
    outage.logs = True
    with capture_logs() as logs:
        for step in steps:
            if step in ".!":
                ticks.now += 1 if step == "." else 60
            elif step.islower():
                outage.failed("is locked", writes=step == "w")
            else:
                outage.succeeded(writes=step == "W")
    return [
        " ".join(
            [log["event"].removeprefix("database ")]
            + [f"{log[name]:.0f}" for name in ("seconds", "failures") if name in log]
        )
        for log in logs
    ]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("WRWR", []),
        ("w", ["unavailable"]),
        ("w.w.w.r.r", ["unavailable"]),
        ("w.w.W", ["unavailable"]),
        ("w.w.W....W", ["unavailable", "available again 2 2"]),
        ("w.w....W", ["unavailable", "available again 5 2"]),
        ("w.R....R....R", ["unavailable"]),
        ("w.R.w.R.W....R", ["unavailable", "available again 4 2"]),
        ("r.w.R....W", ["unavailable", "available again 6 2"]),
        ("r.R....R", ["unavailable", "available again 1 1"]),
        ("r.w.W....W", ["unavailable", "available again 2 2"]),
        ("w.W.w.W.w.W....W", ["unavailable", "available again 5 3"]),
        ("w!w.w!wW!W", ["unavailable", "still unavailable 60 2", "still unavailable 121 4",
                        "available again 121 4"]),
        ("w!Ww!W", ["unavailable", "available again 60 1", "unavailable", "available again 60 1"]),
    ],
)  # fmt: skip
def test_an_outage_has_a_beginning_one_line_a_minute_and_an_end(
    steps: str, said: list[str]
) -> None:
    assert events(steps) == said
