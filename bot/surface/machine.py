"""What this process takes of its machine."""

from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")


def memory_mb() -> float | None:
    """Memory in use in MB (resident); None where the system does not say."""
    try:
        lines = _STATUS.read_text("ascii", errors="replace").splitlines()
    except OSError:
        return None
    sizes = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
    return int(sizes[0]) / 1024 if sizes else None
