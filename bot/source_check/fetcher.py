"""Fetches pages politely: as robots.txt allows, spaced by host, limited in size and time."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp

from bot.domain.data.faults import escaped

CheckStatus: TypeAlias = Literal["ok", "changed", "gone", "suspicious", "unreachable"]
"""ok: the page prints our figures · changed: it lacks some, or its text differs and no figure
shows whether that matters · gone: it answers 404 or 410 · suspicious: it answers, but with
something else (5xx, captcha, another host, nothing) · unreachable: no answer, or robots.txt
forbids the request."""
CHECK_ORDER: Final[tuple[CheckStatus, ...]] = ("changed", "gone", "suspicious", "unreachable", "ok")
"""In the order in which a person looks at them."""


class PageError(Exception):
    """The page cannot be read; `str()` says why."""

    def __init__(self, status: CheckStatus, reason: str) -> None:
        """`reason`: the rest of a sentence that begins with the page."""
        super().__init__(reason)
        self.status: CheckStatus = status


PAUSE: Final = 1.5
"""Seconds between two requests to one host."""
PAGES_AT_ONCE: Final = 3
"""Requests at once, to all hosts."""


class HostLimiter:
    """Gives each request its turn."""

    def __init__(
        self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        """`clock` counts seconds; `sleep` waits for some."""
        self._clock, self._sleep = clock, sleep
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}
        self._all = asyncio.Semaphore(PAGES_AT_ONCE)

    @asynccontextmanager
    async def turn(self, host: str, pause: float = PAUSE) -> AsyncGenerator[None]:
        """The block is one request to the host; the next one begins `pause` seconds after it."""
        async with self._hosts[host]:
            wait = self._free_at.get(host, 0.0) - self._clock()
            if wait > 0:
                await self._sleep(wait)
            async with self._all:
                try:
                    yield
                finally:
                    self._free_at[host] = self._clock() + pause


_SECONDS: Final = 30.0
"""For one request, with its answer."""
MAX_PAGE_BYTES: Final = 5 << 20
MAX_REDIRECTS: Final = 5
_CHUNK: Final = 1 << 16
_LONGEST_HEADER: Final = 32_768
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What a server answered, after redirects on its own host."""

    url: str
    status: int
    content_type: str
    charset: str | None
    body: bytes
    redirect: str | None = None


class PageFetcher:
    """Fetches pages of one session; knows nothing of robots.txt."""

    def __init__(
        self, session: aiohttp.ClientSession, limiter: HostLimiter, seconds: float = _SECONDS
    ) -> None:
        self._session, self._limiter, self._seconds = session, limiter, seconds

    async def request(self, url: str, pause: float) -> FetchedPage:
        """The answer to one request. Raises PageError if there is none."""
        async with self._limiter.turn(site(url), pause):
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._request(url)
            except TimeoutError as error:
                reason = f"no answer within {self._seconds:g} seconds"
                raise PageError("unreachable", reason) from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise PageError("unreachable", _reason(error)) from error

    async def _request(self, url: str) -> FetchedPage:
        async with self._session.get(url, allow_redirects=False) as answer:
            location = answer.headers.get("Location")
            moved = answer.status in _REDIRECTS and location
            return FetchedPage(
                url,
                answer.status,
                escaped(answer.content_type),
                answer.charset,
                b"" if moved else await _read(answer),
                urljoin(url, location) if moved and location else None,
            )


def new_session(
    agent: str, connector: aiohttp.BaseConnector | None = None
) -> aiohttp.ClientSession:
    """A session that names the bot; TLS certificates are checked."""
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=None),  # the fetcher has its own
        headers={"User-Agent": agent, "Accept": "text/html, text/plain;q=0.9, */*;q=0.5"},
        max_line_size=_LONGEST_HEADER,
        max_field_size=_LONGEST_HEADER,
    )


def next_address(page: FetchedPage) -> str | None:
    """Where the page has moved on its own host, if it has. Raises PageError if elsewhere."""
    if page.redirect is None:
        return None
    old, new = _parsed(page.url), _parsed(page.redirect)
    if new.scheme not in _PORTS:
        raise PageError("suspicious", f"redirects to a {escaped(new.scheme[:20])}: address")
    if site(page.redirect) != site(page.url):
        raise PageError("suspicious", f"moved to another host, {escaped(new.netloc[:100])}")
    if (old.scheme, new.scheme) == ("https", "http"):
        raise PageError("suspicious", "redirects to an unencrypted address")
    if _is_home(new) and not _is_home(old):
        raise PageError("suspicious", "redirects to the home page")
    return page.redirect


def site(url: str) -> str:
    """The host, without a leading www and with an unusual port."""
    parts = _parsed(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host if parts.port in (None, *_PORTS.values()) else f"{host}:{parts.port}"


def origin_of(url: str) -> str:
    """Scheme, host and port: what one robots.txt is for."""
    parts = _parsed(url)
    return f"{parts.scheme}://{parts.netloc}"


def _parsed(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError as error:
        raise PageError("unreachable", "the address is not valid") from error
    return parts


def _is_home(parts: SplitResult) -> bool:
    return parts.path.rstrip("/") in ("", "/index.html", "/index.htm") and not parts.query


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The body, unpacked. Raises PageError if it is too large."""
    body = bytearray()
    declared = answer.content_length or 0
    if declared <= MAX_PAGE_BYTES:
        async for piece in answer.content.iter_chunked(_CHUNK):
            body += piece
            if len(body) > MAX_PAGE_BYTES:
                break
        else:
            return bytes(body)
    answer.close()
    raise PageError("suspicious", f"larger than {MAX_PAGE_BYTES >> 20} MB; open it by hand")


def _reason(error: Exception) -> str:
    match error:
        case aiohttp.ClientConnectorDNSError():
            return "DNS: the host's name is unknown"
        case aiohttp.ClientConnectorCertificateError(certificate_error=cause):
            known = isinstance(cause, ssl.SSLCertVerificationError)
            return f"TLS: {cause.verify_message if known else 'the certificate is not valid'}"
        case aiohttp.ClientSSLError():
            return "TLS: no encrypted connection is possible"
        case aiohttp.ClientConnectorError():
            return f"no connection: {escaped(error.os_error.strerror or 'unknown error')}"
        case aiohttp.ServerDisconnectedError() | ConnectionError():
            return "the server breaks the connection"
        case aiohttp.InvalidURL():
            return "the address is not valid"
        case _:
            return f"the answer is broken ({type(error).__name__})"
