"""What robots.txt of each host allows us."""

import asyncio
from dataclasses import dataclass
from typing import Final
from urllib.robotparser import RobotFileParser

from bot.source_check.fetcher import (
    MAX_REDIRECTS,
    PAUSE,
    FetchedPage,
    PageError,
    PageFetcher,
    next_address,
    origin_of,
)

AGENT: Final = "little-giant"
"""The name that robots.txt may use for us."""
MAX_ROBOTS: Final = 512 << 10
"""Bytes of robots.txt that count (RFC 9309 asks for at least 500 KiB)."""
LONGEST_PAUSE: Final = 60.0


@dataclass(frozen=True, slots=True)
class RobotRules:
    """The rules of one host for us."""

    parser: RobotFileParser

    def pause(self) -> float:
        """Seconds between requests: ours, or more if the host asks for it."""
        asked = self.parser.crawl_delay(AGENT) or 0
        return min(max(PAUSE, float(asked)), LONGEST_PAUSE)

    def allow(self, url: str) -> bool:
        """Whether the page may be fetched."""
        return self.parser.can_fetch(AGENT, url)


class Robots:
    """Fetches robots.txt once for each origin."""

    def __init__(self, fetcher: PageFetcher) -> None:
        self._fetcher = fetcher
        self._found: dict[str, asyncio.Future[RobotRules]] = {}

    async def rules(self, url: str) -> RobotRules:
        """The rules for a page. Raises PageError if the host does not answer."""
        origin = origin_of(url)
        if origin not in self._found:
            self._found[origin] = asyncio.ensure_future(self._read(origin))
        return await self._found[origin]

    async def _read(self, origin: str) -> RobotRules:
        """RFC 9309, section 2.3.1: no robots.txt allows everything; a server error, nothing."""
        page = await self._fetch(f"{origin}/robots.txt")
        if page is not None and page.status >= 500:
            raise PageError("suspicious", f"robots.txt answers {page.status}; page not requested")
        found = page is not None and page.status < 300
        body = page.body[:MAX_ROBOTS].decode("utf-8", "replace") if page and found else ""
        parser = RobotFileParser()
        parser.parse(body.splitlines())
        return RobotRules(parser)

    async def _fetch(self, url: str) -> FetchedPage | None:
        """robots.txt after redirects; None if they lead elsewhere or it is too large to be one."""
        for _ in range(MAX_REDIRECTS):
            try:
                page = await self._fetcher.request(url, PAUSE)
                moved = next_address(page)
            except PageError as error:
                if error.status == "suspicious":
                    return None
                raise
            if moved is None:
                return page
            url = moved
        return None
