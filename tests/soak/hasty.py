"""`python -m bot run` that waits a fifth of its time: `... hasty [forgotten | STEP WHEN NUMBER]`.

Retries, lease and sweep keep their proportions, so that what takes a minute takes twelve seconds.
`forgotten`: it relies on no nonce, as after Discord has forgotten all. With three words it kills
itself, as `tests.end_to_end.killable` says.
"""

import sys

from bot.__main__ import main
from bot.digests import lease, scheduler, sender
from tests.end_to_end.killable import deadly
from tests.end_to_end.unlimited import take_any_rate

TIMES = (
    (lease, "BEAT_SECONDS"),
    (lease, "LEASE_SECONDS"),
    (lease, "DEAD_SECONDS"),
    (lease, "NEW_SECONDS"),
    (scheduler, "BEAT_SECONDS"),
    (scheduler, "SWEEP_SECONDS"),
)
"""What is measured in seconds, where it is read."""
HASTE = 5


def hurry() -> None:
    """From now on, every wait of delivery is a fifth of what it was."""
    for module, name in TIMES:
        setattr(module, name, getattr(module, name) / HASTE)
    setattr(sender, "WAITS", tuple(wait / HASTE for wait in sender.WAITS))  # noqa: B010 - a Final


if __name__ == "__main__":
    take_any_rate()
    hurry()
    if sys.argv[1:] == ["forgotten"]:
        setattr(sender, "NONCE_SECONDS", 0)  # noqa: B010 - a Final
    elif len(sys.argv) > 1:
        deadly(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    sys.exit(main(["run"]))
