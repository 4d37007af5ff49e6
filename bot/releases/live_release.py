"""The release that answers are made from now."""

from bot.domain.release import Release


class LiveRelease:
    """Holds one release; a reload swaps it as a whole, and a command keeps the one it began with.

    The only reference that the process keeps: an old release is freed once no answer uses it.
    """

    def __init__(self, release: Release) -> None:
        self.current = release

    def get(self) -> Release:
        """The release."""
        return self.current

    def swap(self, release: Release) -> None:
        """Answers from another release from now on."""
        self.current = release
