"""What goes beyond a look-up, in a browser: as Alice, whose client is English, and as 小明."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.end_to_end.page import DemoPage, flawless_visit

pytestmark = pytest.mark.asyncio(loop_scope="module")

RIGHTS_ZH = "与主导产品相关的Ⅰ类知识产权（项）"
NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")


@dataclass(frozen=True)
class Viewer:
    """Somebody of the demo, and what they read on buttons."""

    name: str
    chart: str
    share: str
    copy: str
    file: str
    other: str
    """Who is shown what this one shares."""
    foreign: str
    """A word that has no place on a card in this one's language."""

    def pick(self, english: str, chinese: str) -> str:
        """What this one reads or types."""
        return english if self.name == "Alice" else chinese


ALICE = Viewer("Alice", "Chart", "Share here", "Copy as text", "File", "小明", "亿元")
XIAO_MING = Viewer("小明", "图表", "分享到此频道", "复制为文本", "文件", "Alice", "billion")


class Visitor(NamedTuple):
    """Somebody at the page."""

    viewer: Viewer
    page: DemoPage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def screen(chrome: Browser, address: str) -> AsyncIterator[DemoPage]:
    """The page before which both sit; a new one for each story would take longer than most."""
    async with flawless_visit(chrome, address) as page:
        yield page


@pytest.fixture(scope="module", params=[ALICE, XIAO_MING], ids=["en", "zh"])
def viewer(request: pytest.FixtureRequest) -> Viewer:
    """Who uses the demo."""
    return request.param


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(viewer: Viewer, screen: DemoPage) -> Visitor:
    """One of them, at the page."""
    await screen.view_as(viewer.name)
    return Visitor(viewer, screen)


# ---------------------------------------------------------------------------- the check


async def test_a_founder_checks_the_firm_form_by_form(visitor: Visitor) -> None:
    viewer, page = visitor
    pick, more = viewer.pick, viewer.pick("More", "更多")
    refused = pick("Little giant: no, {} requirement", "“小巨人”企业：不符合，{}项未达到")
    counts = pick("{} met, 5 presumed, {} open", "符合{}项，推定5项，待定{}项")

    form = await page.run_for_form("little-giant check")
    await form.choice(pick("Specialised (SRDI) SME", "专精特新中小企业")).check(force=True)
    await form.fill(
        {
            pick("Revenue last year", "上年度营业收入"): pick("40m", "4000万"),
            pick("R&D spend last year", "上年度研发费用"): pick("3m", "300万元"),
            pick("Class I rights tied to the main product", RIGHTS_ZH): "4",
        }
    )
    told = [
        refused.format(1),
        counts.format(2, 9),
        pick(
            "revenue: 40 million yuan, needs at least 50 million yuan", "4000万元，须不低于5000万元"
        ),
        pick("You hold: Specialised (SRDI) SME", "已有称号：专精特新中小企业"),
    ]
    await shows(await page.send(form), *told)

    form = await page.press_for_form(more)
    await form.fill({pick("Main business as a share of revenue", "主营业务收入占比"): "95"})
    await shows(await page.send(form), refused.format(1), counts.format(3, 8))
    form = await page.press_for_form(more)
    await form.fill({pick("SRDI evaluation score, this year", "本年度专精特新发展评价得分"): "55"})
    await shows(await page.send(form), refused.format(2), counts.format(3, 7))

    points = pick("5 points missing", "还差5分")
    await shows(await page.press(pick("All 17", "全部17项")), points)
    file = await page.press(pick("As a file", "导出文件"))
    await expect(file.locator(".attachment-name")).to_have_text("little-giant-check.md")
    await expect(file.locator(".attachment-preview")).to_contain_text(
        pick("Revenue last year: 40 million yuan", "上年度营业收入：4000万元")
    )


async def test_what_cannot_be_read_can_be_corrected(visitor: Visitor) -> None:
    viewer, page = visitor
    revenue = viewer.pick("Revenue last year", "上年度营业收入")
    form = await page.run_for_form("little-giant check")
    await form.fill({revenue: "plenty"})
    result = await page.send(form)
    await shows(result, "plenty", viewer.pick("Counted as unknown", "按未填处理"))
    form = await page.press_for_form(viewer.pick("Correct", "更正"))
    await expect(form.typed(revenue)).to_have_value("plenty")
    await form.fill({revenue: viewer.pick("50m", "5000万")})
    await expect(await page.send(form)).not_to_contain_text("plenty")


# --------------------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("little-giant criteria", ("Three steps show what each tier requires", "创新型中小企业")),
        (
            "funding overview",
            (
                "Guarantee (one firm): up to 30 million yuan",
                "最高5000万元（G60科创走廊航空航天产业支持",
            ),
        ),
        ("little-giant numbers", ("late 2025: 1,026 firms", "（2025年末）：1026家")),
        ("zones list", ("Jinshan: 10 parks · 4 clusters", "金山区：10个园区 · 4个集群")),
    ],
    ids=["tiers", "funding", "numbers", "zones"],
)
async def test_a_chart_says_what_it_shows(
    visitor: Visitor, command: str, told: tuple[str, str]
) -> None:
    viewer, page = visitor
    await page.run(command)
    await page.press(viewer.chart)
    alt = await alt_of(page)
    assert len(set(NUMBER.findall(alt))) > 5
    assert viewer.pick(*told) in alt
    numbers = await page.press(viewer.pick("Details", "详情"))
    assert viewer.foreign not in alt + await numbers.inner_text()


async def test_a_map_of_one_industry(visitor: Visitor) -> None:
    viewer, page = visitor
    card = await page.run("zones map", {"industry": viewer.pick("biomedicine", "生物医药")})
    await shows(card, viewer.pick("Jiading 1", "嘉定区 1"))
    assert viewer.pick("Jiading: 1 cluster", "嘉定区：1个集群") in await alt_of(page)


async def test_a_shared_picture_is_seen_by_another(visitor: Visitor) -> None:
    viewer, page = visitor
    await page.run("little-giant criteria")
    await page.press(viewer.chart)
    await alt_of(page)
    await expect(await page.press(viewer.share)).not_to_contain_text("Only you can see this")
    await page.view_as(viewer.other)
    # The page draws the pictures of a newcomer one after the other, and on a busy machine gives up;
    # that the shared one is whole is held by tests/commands/pictures/test_chart_button.py.
    await expect(page.last.locator("figure")).to_have_count(1)
    await expect(page.last.get_by_role("button")).not_to_contain_text([viewer.share])
    await shows(page.last, viewer.pick("three tiers", "三个层级"))


# --------------------------------------------------------------------- to take away


async def test_a_measure_is_taken_away(visitor: Visitor) -> None:
    viewer, page = visitor
    measure = viewer.pick("Special loans of up to 400 billion yuan", "4000亿元专项贷款")
    money = viewer.pick("up to 400 billion yuan", "最高4000亿元")
    card = await page.run("funding show", {"measure": measure})
    await shows(card, measure, viewer.pick("Not stated:", "未说明"))
    actions = viewer.pick("More actions", "更多操作")
    copied = (await page.choose(actions, viewer.copy)).locator("pre")
    await shows(copied, measure, money, "https://www.shine.cn/biz/economy/2412021216/")
    assert "**" not in await copied.inner_text()
    filed = await page.press(viewer.file)
    await expect(filed.locator(".file-name")).to_have_text("d24-loan.md")
    async with page.page.expect_download() as download:
        await filed.get_by_role("button", name="Download d24-loan.md").click()
    content = (await (await download.value).path()).read_text("utf-8")
    assert content.startswith(f"# {measure}")
    assert money in content
    assert viewer.foreign not in content.replace(_other_title(viewer), "")


def _other_title(viewer: Viewer) -> str:
    """The name in the other language, which stands under the title."""
    return viewer.pick("4000亿元专项贷款", "Special loans of up to 400 billion yuan")


# ----------------------------------------------------------------- terms, relations


TERMS: Mapping[str, tuple[str, ...]] = {
    "what is a little giant": ("专精特新“小巨人”企业", "top tier of national recognition"),
    "什么是首台套": ("首台套", "首次进入市场应用的新装备"),
}


async def test_what_a_term_means_is_told_with_its_name(visitor: Visitor) -> None:
    viewer, page = visitor
    question = viewer.pick("what is a little giant", "什么是首台套")
    answer = await page.run("ask", {"question": question})
    await shows(answer, *TERMS[question])


async def test_what_goes_together_is_told_with_its_reason(visitor: Visitor) -> None:
    viewer, page = visitor
    pick = viewer.pick
    award = pick("Jing'an: little giant and SRDI awards", "静安区专精特新奖励")
    central = pick(
        "Central budget support for key little giants, 2024 to 2026",
        "中央财政支持重点“小巨人”企业（2024—2026年）",
    )
    reason = pick("matches central key support 1:1", "按1:1配套")
    together = pick("Can be combined with", "可同时享受")
    await shows(await page.run("funding show", {"measure": award}), together, central, reason)
    compared = await page.run("measures compare", {"a": award, "b": central})
    await shows(compared, award, central)
    assert viewer.foreign not in await compared.inner_text()


# ---------------------------------------------------------------------------- words


async def shows(message: Locator, *texts: str) -> None:
    """Fails where the message lacks one of them after a while."""
    for each in texts:
        await expect(message).to_contain_text(each)


async def alt_of(page: DemoPage) -> str:
    """What the picture of the newest message says to those who do not see it; it is drawn too."""
    alt = await (await page.picture()).get_attribute("alt")
    assert alt
    return alt
