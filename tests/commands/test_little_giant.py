"""What holds for all answers of /little-giant."""

import pytest

from bot.domain.data.districts import PLACES
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, text_length, walk
from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.commands.chat import Chat, assert_fits, closing, texts


async def test_a_chinese_client_reads_chinese(chat: Chat):
    awards = texts(await chat.ming.slash(chat.channel, "little-giant awards"))
    assert "临港 ≤100万" in awards
    tier_name = await chat.ming.slash(chat.channel, "little-giant criteria", tier="little-giant")
    assert "- 主营业务收入占营业收入比重：**不低于90%**" in texts(tier_name)
    numbers = texts(await chat.ming.slash(chat.channel, "little-giant numbers"))
    assert "“小巨人”企业\n上海" in numbers


@pytest.mark.parametrize("command", ["awards", "criteria", "numbers"])
async def test_every_answer_ends_with_its_sources(chat: Chat, command: str):
    reply = await chat.alice.slash(chat.channel, f"little-giant {command}")
    assert_fits(reply)
    assert " sources, newest " in closing(reply)


def test_every_page_fits_a_message(context: RenderContext):
    views = [("la", (district,)) for district in ("", *PLACES)]
    views += [
        ("lc", (tier, rules))
        for tier in ("", "innovative", "specialised", "little-giant", "all")
        for rules in ("current", "2022")
    ]
    views += [("ln", (s,)) for s in ("", "little-giants", "specialised", "innovative", "districts")]
    views += [("st", (statistic,)) for statistic in context.release.catalogue.statistics]
    for name, args in views:
        for page in range(10):
            layout = REGISTRY.layout(context, name, *args, str(page))
            parts = list(walk(layout))
            ids = [part["custom_id"] for part in parts if "custom_id" in part]
            assert len(parts) <= MAX_COMPONENTS - 2, (name, args, page)
            assert text_length(layout) <= MAX_TEXT, (name, args, page)
            assert len(ids) == len(set(ids)), (name, args, page)
