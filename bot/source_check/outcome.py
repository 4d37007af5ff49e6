"""What a check can find, and the error of a page that cannot be read."""

from typing import Final, Literal, TypeAlias

CheckStatus: TypeAlias = Literal["ok", "changed", "gone", "suspicious", "unreachable"]
"""ok: the page prints our figures · changed: it lacks some, or its text differs and no figure
shows whether that matters · gone: it answers 404 or 410 · suspicious: it answers, but with
something else (5xx, captcha, another host, nothing) · unreachable: no answer, or robots.txt
forbids the request."""
STATUSES: Final[tuple[CheckStatus, ...]] = ("changed", "gone", "suspicious", "unreachable", "ok")
"""In the order in which a person looks at them."""


class PageError(Exception):
    """The page cannot be read; `str()` says why."""

    def __init__(self, status: CheckStatus, reason: str) -> None:
        """`reason`: the rest of a sentence that begins with the page."""
        super().__init__(reason)
        self.status: CheckStatus = status
