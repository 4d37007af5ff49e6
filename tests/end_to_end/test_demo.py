"""The demo in a browser, as a newcomer uses it."""

import re

import pytest
from playwright.async_api import expect

from tests.end_to_end.page import DemoPage

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHINESE = re.compile(r"[\u4e00-\u9fff]")


async def test_the_welcome_says_in_both_languages_what_to_try(page: DemoPage) -> None:
    welcome = page.messages.first
    for words in ("Welcome to Little Giant", "欢迎使用 Little Giant", "/zones list", "小明"):
        await expect(welcome).to_contain_text(words)
    await expect(welcome).to_contain_text("Little Giant")
    assert "TestBot" not in await welcome.inner_text()


async def test_everyone_of_the_server_can_be_looked_as(page: DemoPage) -> None:
    viewers = await page.page.locator("#viewer-picker option").all_inner_texts()
    assert viewers == ["Alice", "小明", "Admin", "Operator"]
    for name in viewers[2:]:
        await page.view_as(name)
        await page.type("/funding overview")
        await expect(page.suggestions.first).to_contain_text("The money at a glance")
        await page.page.keyboard.press("Escape")
        await page.page.locator("#channel-composer-input").fill("")


async def test_a_question_in_english_is_answered_privately(page: DemoPage) -> None:
    answer = await page.run("ask", {"question": "How big is the special loan programme?"})
    await expect(answer).to_contain_text("400 billion yuan")
    await expect(answer).to_contain_text("Only you can see this")
    await expect(answer).to_contain_text("medium")
    await expect(answer.get_by_role("button", name="Share here")).to_be_visible()


async def test_a_question_in_chinese_is_answered_in_chinese(page: DemoPage) -> None:
    await page.view_as("小明")
    answer = await page.run("ask", {"question": "专项贷款规模多大？"})
    await expect(answer).to_contain_text("4000亿元")
    await expect(answer.get_by_role("button", name="分享到此频道")).to_be_visible()


@pytest.mark.parametrize(
    ("viewer", "money", "other", "loans"),
    [("Alice", "400 billion yuan", "亿元", "Loan"), ("小明", "4000亿元", "billion", "贷款")],
)
async def test_the_money_at_a_glance(
    page: DemoPage, viewer: str, money: str, other: str, loans: str
) -> None:
    await page.view_as(viewer)
    overview = await page.run("funding overview")
    await expect(overview).to_contain_text(money)
    assert other not in await overview.inner_text()
    await expect(overview).to_contain_text(loans)


@pytest.mark.parametrize(
    ("viewer", "labels", "pages"),
    [
        ("Alice", ("Next", "Previous"), ("Not complete", "page 2 of")),
        ("小明", ("下一页", "上一页"), ("名单不完整", r"第\s*2\s*[页/]")),
    ],
)
async def test_the_list_of_zones_is_paged(
    page: DemoPage, viewer: str, labels: tuple[str, str], pages: tuple[str, str]
) -> None:
    await page.view_as(viewer)
    first = await page.run("zones list")
    await expect(first).to_contain_text(re.compile(pages[0]))
    second = await page.press(labels[0])
    await expect(second).to_contain_text(re.compile(pages[1]))
    await expect(await page.press(labels[1])).to_contain_text(re.compile(pages[0]))


async def test_the_map_comes_as_text_and_has_its_picture_a_moment_later(page: DemoPage) -> None:
    await page.view_as("Alice")
    card = await page.run("zones map")
    await expect(card).to_contain_text("Pudong 28")
    await expect(card.locator("img[alt*='Pudong']")).to_be_visible(timeout=60_000)
    await expect(page.page.get_by_text("did not settle")).to_have_count(0)


async def test_every_drop_down_keeps_its_choice(page: DemoPage) -> None:
    await page.view_as("Alice")
    await page.run("match")
    for menu, option in (("District", "Minhang"), ("Title", "Little giant"), ("Need", "Award")):
        await page.refine(menu, option)
    for option in ("Minhang", "Little giant", "Award"):
        await expect(page.last.get_by_role("combobox").filter(has_text=option)).to_have_count(1)


async def test_options_can_be_typed_and_picked(page: DemoPage) -> None:
    listed = await page.run("zones list", {"district": "Jinshan"}, {"kind": "cluster"})
    await expect(listed).to_contain_text("Clusters · Jinshan")
    await expect(listed).not_to_contain_text("Park ·")
    await expect(listed).not_to_contain_text("Baoshan complete smart equipment cluster")


async def test_the_picker_is_chinese_for_a_chinese_client(page: DemoPage) -> None:
    await page.type("/zones")
    await expect(page.suggestions.first).to_contain_text("Parks and clusters")
    await page.page.locator("#channel-composer-input").fill("")
    await page.view_as("小明")
    await page.type("/zones")
    await expect(page.suggestions.first).to_contain_text("/zones list")
    for text in await page.suggestions.all_inner_texts():
        assert CHINESE.search(text), text


async def test_sharing_shows_it_to_the_others(page: DemoPage) -> None:
    await page.run("funding overview")
    await page.press("Share here")
    await expect(page.last).not_to_contain_text("Only you can see this")
    await page.view_as("小明")
    await expect(page.last).to_contain_text("400 billion yuan")


async def test_an_administrator_orders_previews_runs_and_inspects_a_digest(page: DemoPage) -> None:
    await page.view_as("Admin")
    order = await page.run("digest create", {"schedule": "weekdays 09:00"}, {"channel": "ask-here"})
    await expect(order).to_contain_text("Monday to Friday 09:00")
    details = await page.press("Details")
    await expect(details).to_contain_text("Read Message History: allowed")
    await page.press("Back")
    saved = await page.press("Save")
    await expect(saved).to_contain_text("Its next run is")
    number = re.search(r"Digest (\d+) in", await saved.inner_text())
    assert number
    preview = await page.run("digest preview", {"digest": number[1]})
    await expect(preview).to_contain_text("Preview: only you see this; nobody is pinged.")
    await expect(preview).to_contain_text("Only you can see this")
    assert "LG-" not in await preview.inner_text()

    await page.run("digest run", {"digest": number[1]}, more=2)
    await expect(page.last).to_contain_text("Posted")
    post = page.messages.filter(has_text="measures in force").last
    await expect(post).not_to_contain_text("Only you can see this")
    await expect(post).not_to_contain_text("Preview")
    await post.get_by_role("button", name="What can my firm get?").click()
    await expect(page.last).to_contain_text("Only you can see this")

    shown = await page.run("digest show", {"digest": number[1]})
    await expect(shown).to_contain_text("posted")
    why = await page.run("digest why", {"digest": number[1]})
    await expect(why).to_contain_text("Nothing stopped it")


async def test_an_administrator_who_reads_chinese(page: DemoPage) -> None:
    await page.view_as("Admin")
    await page.run("preferences", {}, {"lang": "zh"})
    order = await page.run(
        "digest create", {"schedule": "每周一、四 08:30"}, {"channel": "ask-here"}
    )
    for words in ("周一", "08:30", "保存", "取消"):
        await expect(order).to_contain_text(words)
    await expect(await page.press("详情")).to_contain_text("查看频道")
    await page.press("返回")
    await expect(await page.press("保存")).to_contain_text("已保存")
    await page.run("preferences", {}, {"lang": "en"})


async def test_an_operator_reloads_the_data_set(page: DemoPage) -> None:
    await page.view_as("Operator")
    answer = await page.run("admin reload")
    await expect(answer).to_contain_text("Nothing to do")
    await page.view_as("Alice")


async def test_a_member_is_not_offered_digests(page: DemoPage) -> None:
    await page.type("/digest")
    await expect(page.suggestions.filter(has_text="/digest")).to_have_count(0)
    await page.page.locator("#channel-composer-input").fill("")
