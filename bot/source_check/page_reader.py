"""Reads one cited page: its text, or why there is none."""

import re
from dataclasses import dataclass
from typing import Final

from bot.source_check.fetcher import (
    MAX_REDIRECTS,
    FetchedPage,
    PageError,
    PageFetcher,
    next_address,
)
from bot.source_check.page_text import page_text
from bot.source_check.robots import Robots

_TEXT_TYPES: Final = ("text/", "application/xhtml", "application/xml", "application/json")
_UNKNOWN_TYPE: Final = "application/octet-stream"
"""What aiohttp says if the server names no type."""
_FEW: Final = 1000
"""Characters of a page that can be a notice and no article."""
_BARRIER: Final = re.compile(
    r"captcha|verify (?:that )?you are (?:a )?human|are you a robot|unusual traffic|just a moment"
    r"|access denied|enable (?:javascript|cookies)|验证码|安全验证|人机验证|访问验证|滑动验证"
    r"|拖动滑块|访问过于频繁|访问被拒绝|(?:启用|开启)\s*javascript",
    re.IGNORECASE,
)
_MISSING: Final = re.compile(
    r"page (?:was |could )?not (?:be )?found|404 not found|页面不存在|页面已删除|文章不存在"
    r"|内容不存在|您访问的页面|找不到(?:该)?页面|已被删除",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageReader:
    """Asks robots.txt, follows redirects on the same host, and reads the text."""

    fetcher: PageFetcher
    robots: Robots

    async def read(self, url: str) -> str:
        """The visible text of a page. Raises PageError."""
        for _ in range(MAX_REDIRECTS + 1):
            rules = await self.robots.rules(url)
            if not rules.allow(url):
                raise PageError("unreachable", "robots.txt forbids the request")
            page = await self.fetcher.request(url, rules.pause())
            moved = next_address(page)
            if moved is None:
                return _text(page)
            url = moved
        raise PageError("suspicious", f"more than {MAX_REDIRECTS} redirects")


def _text(page: FetchedPage) -> str:
    if page.status in (404, 410):
        raise PageError("gone", f"answers {page.status}")
    if not 200 <= page.status < 300:
        raise PageError("suspicious", f"answers {page.status}")
    if not page.content_type.startswith((*_TEXT_TYPES, _UNKNOWN_TYPE)):
        raise PageError("suspicious", f"not a page but {page.content_type}; open it by hand")
    text = page_text(page.body, page.charset)
    if not any(map(str.isalnum, text)):
        raise PageError("suspicious", "the page is empty")
    if len(text) < _FEW:
        if _BARRIER.search(text):
            raise PageError("suspicious", "shows a captcha or another barrier, not the page")
        if _MISSING.search(text):
            raise PageError("suspicious", "says that the page does not exist")
    return text
