"""Pages that hang, drown, redirect, lie or refuse: what a check says of each."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
from aiohttp import web

from bot.source_check import fetcher
from bot.source_check.fetcher import PAGES_AT_ONCE, PAUSE, HostLimiter, PageError
from tests.source_check.web import UNKNOWN, Clock, Web, local_web

ARTICLE = "<html><body><p>Up to 300,000 yuan for a new little giant.</p></body></html>"


@pytest.fixture
async def net() -> AsyncIterator[Web]:
    async with local_web() as found:
        yield found


async def refusal(net: Web, url: str, seconds: float = 30.0) -> tuple[str, str]:
    """Status and reason of a page that cannot be read."""
    async with net.reader(seconds) as reader:
        with pytest.raises(PageError) as raised:
            await reader.read(url)
    return raised.value.status, str(raised.value)


async def text_of(net: Web, url: str) -> str:
    async with net.reader() as reader:
        return await reader.read(url)


async def test_a_page_is_read_and_the_bot_named(net: Web) -> None:
    assert await text_of(net, net.page("/a", ARTICLE)) == (
        "Up to 300,000 yuan for a new little giant."
    )
    assert net.agents == {"little-giant/test"}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (404, ("gone", "answers 404")),
        (410, ("gone", "answers 410")),
        (500, ("suspicious", "answers 500")),
        (503, ("suspicious", "answers 503")),
        (403, ("suspicious", "answers 403")),
        (429, ("suspicious", "answers 429")),
        (304, ("suspicious", "answers 304")),
    ],
)
async def test_a_status_that_is_no_page(net: Web, status: int, told: tuple[str, str]) -> None:
    assert await refusal(net, net.page("/a", b"", status=status)) == told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", "the page is empty"),
        ("<html><script>var text = 300000</script><p> \n</p></html>", "the page is empty"),
        ("<p>Please complete the CAPTCHA to go on</p>", "shows a captcha"),
        ("<title>安全验证</title>请拖动滑块完成验证", "shows a captcha"),
        ("<p>You need to enable JavaScript to run this app.</p>", "shows a captcha"),
        ("<h1>抱歉，您访问的页面不存在</h1>", "says that the page does not exist"),
        ("<h1>Sorry, page not found</h1>", "says that the page does not exist"),
    ],
)
async def test_a_page_that_is_not_the_article(net: Web, body: str, told: str) -> None:
    status, reason = await refusal(net, net.page("/a", body))
    assert (status, reason[: len(told)]) == ("suspicious", told)


async def test_an_article_may_speak_of_captchas(net: Web) -> None:
    long = "<p>登录需要验证码。</p>" + "<p>对新认定的企业给予奖励。</p>" * 100
    assert "验证码" in await text_of(net, net.page("/a", long))


async def test_what_is_no_text_is_for_a_person(net: Web) -> None:
    url = net.page("/a.pdf", b"%PDF-1.7", content_type="application/pdf")
    told = "not a page but application/pdf; open it by hand"
    assert await refusal(net, url) == ("suspicious", told)


# -- Redirects --


async def test_a_page_that_moved_on_its_host_is_read_there(net: Web) -> None:
    net.page("/new", ARTICLE)
    url = net.redirect("/old", net.url("/new", "www.shine.example"), 301)
    assert "300,000" in await text_of(net, url)


@pytest.mark.parametrize(
    ("path", "to", "told"),
    [
        ("/a", "http://elsewhere.example/a", "moved to another host, elsewhere.example"),
        ("/a", "http://shine.example:1/a", "moved to another host, shine.example:1"),
        ("/a", "//m.shine.example/a", "moved to another host, m.shine.example"),
        ("/a", "/", "redirects to the home page"),
        ("/a", "ftp://shine.example/a", "redirects to a ftp: address"),
        ("/a", "/a", "more than 5 redirects"),
    ],
)
async def test_a_redirect_that_leads_elsewhere(net: Web, path: str, to: str, told: str) -> None:
    assert await refusal(net, net.redirect(path, to)) == ("suspicious", told)
    assert {host for host, _, _ in net.asked} == {"shine.example"}, "no other host is asked"


async def test_an_address_in_a_redirect_that_is_none(net: Web) -> None:
    assert await refusal(net, net.redirect("/a", "http://[bad")) == (
        "unreachable",
        "the answer is broken (ValueError)",
    )


# -- No answer --


async def test_a_server_that_never_answers(net: Web) -> None:
    async def hangs(_: web.BaseRequest) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    net.pages["/a"] = hangs
    net.robots["shine.example"] = web.Response(text="")
    told = await refusal(net, net.url("/a"), seconds=0.2)
    assert told == ("unreachable", "no answer within 0.2 seconds")


async def test_a_page_without_end_is_suspicious(net: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def drowns(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 0x10000)

    monkeypatch.setattr(fetcher, "MAX_PAGE_BYTES", 1 << 20)
    net.pages["/a"] = drowns
    told = ("suspicious", "larger than 1 MB; open it by hand")
    assert await refusal(net, net.url("/a")) == told
    declared = net.page("/b", b"x" * (1 << 20) + b"x")
    assert await refusal(net, declared) == told


async def test_a_connection_that_breaks_is_told(net: Web) -> None:
    async def breaks(request: web.BaseRequest) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    net.pages["/a"] = breaks
    told = ("unreachable", "the server breaks the connection")
    assert await refusal(net, net.url("/a")) == told


async def test_a_host_that_no_name_server_knows(net: Web) -> None:
    told = ("unreachable", "DNS: the host's name is unknown")
    assert await refusal(net, net.url("/a", UNKNOWN)) == told
    assert net.asked == []


async def test_a_port_without_a_server(net: Web) -> None:
    status, reason = await refusal(net, "http://shine.example:1/a")
    assert (status, reason.partition(":")[0]) == ("unreachable", "no connection")


async def test_an_address_that_is_none(net: Web) -> None:
    assert await refusal(net, "http://shine.example:99999/") == (
        "unreachable",
        "the address is not valid",
    )


async def test_a_server_without_tls_is_unreachable(net: Web) -> None:
    told = await refusal(net, net.url("/a", scheme="https"))
    assert told == ("unreachable", "TLS: no encrypted connection is possible")


async def test_a_certificate_that_nobody_vouches_for() -> None:
    tls = SSLContext(PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    async with local_web(tls) as net:
        net.page("/a", ARTICLE)
        told = await refusal(net, net.url("/a", "self-signed.example", "https"))
    assert told[0] == "unreachable"
    assert re.fullmatch(r"TLS: self.signed certificate", told[1])
    assert net.asked == []


# -- robots.txt --


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: little-giant\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("<html>not a robots.txt</html>", "/a", True),
    ],
)
async def test_a_robots_rule_is_kept(net: Web, rules: str, path: str, allowed: bool) -> None:
    net.robots["shine.example"] = web.Response(text=rules)
    url = net.page(path, ARTICLE)
    if allowed:
        assert "300,000" in await text_of(net, url)
    else:
        assert await refusal(net, url) == ("unreachable", "robots.txt forbids the request")
        assert [asked for _, asked, _ in net.asked] == ["/robots.txt"]


async def test_robots_that_fail_forbid(net: Web) -> None:
    net.robots["shine.example"] = web.Response(status=503)
    told = ("suspicious", "robots.txt answers 503; page not requested")
    assert await refusal(net, net.page("/a", ARTICLE)) == told


async def test_robots_elsewhere_are_not_asked(net: Web) -> None:
    moved = {"Location": "http://elsewhere.example/robots.txt"}
    net.robots["shine.example"] = web.Response(status=302, headers=moved)
    assert "300,000" in await text_of(net, net.page("/a", ARTICLE))


async def test_robots_are_asked_once_and_set_the_pace(net: Web) -> None:
    net.robots["shine.example"] = web.Response(text="User-agent: *\nCrawl-delay: 7")
    urls = [net.page(path, ARTICLE) for path in ("/a", "/b", "/c")]
    async with net.reader() as reader:
        await asyncio.gather(*map(reader.read, urls))
    assert [path for _, path, _ in net.asked].count("/robots.txt") == 1
    times = [at for _, _, at in net.asked]
    assert times == [0, PAUSE, PAUSE + 7, PAUSE + 14]


# -- Turns --


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_host_gets_one_request_at_a_time_and_a_pause() -> None:
    clock = Clock()
    limiter = HostLimiter(clock, clock.sleep)
    begun: list[float] = []

    async def request() -> None:
        async with limiter.turn("a"):
            begun.append(clock())
            clock.now += 0.25  # the answer takes a moment

    await asyncio.gather(*(request() for _ in range(4)))
    assert begun == [0, 1.75, 3.5, 5.25]
    assert clock.slept == [PAUSE] * 3


async def test_few_hosts_are_asked_at_once() -> None:
    clock, done = Clock(), asyncio.Event()
    limiter = HostLimiter(clock, clock.sleep)
    running: list[str] = []

    async def request(host: str) -> None:
        async with limiter.turn(host):
            running.append(host)
            await done.wait()

    tasks = [asyncio.create_task(request(host)) for host in "abcdef"]
    await settled()
    assert len(running) == PAGES_AT_ONCE
    done.set()
    await asyncio.gather(*tasks)
    assert sorted(running) == [*"abcdef"]
    assert clock.slept == []


async def test_a_request_that_fails_ends_its_turn() -> None:
    clock = Clock()
    limiter = HostLimiter(clock, clock.sleep)
    for _ in range(PAGES_AT_ONCE + 1):
        with pytest.raises(OSError, match="broken"):
            async with limiter.turn("a"):
                raise OSError("broken")
    assert clock.slept == [PAUSE] * PAGES_AT_ONCE
