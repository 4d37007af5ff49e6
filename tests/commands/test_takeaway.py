"""Answers that people forward: a record copied as text or taken away as a file."""

import re

import pytest
from simcord.actors import MemberActor

from bot.app import open_app
from bot.domain.data.models import Measure, Text
from bot.settings import Settings
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, text_length, walk
from bot.ui.context import RenderContext
from bot.ui.share import with_share
from cogs.measures.cards.copy import copy_card, copy_text
from cogs.measures.export.markdown import Exported, document
from cogs.registry import REGISTRY
from tests.commands.chat import (
    Chat,
    Reply,
    assert_fits,
    assert_sendable,
    buttons,
    choose,
    closing,
    message_of,
    options,
    press,
    texts,
)
from tests.small import small_release

LABELS = {"en": ["Copy as text", "File"], "zh": ["复制为文本", "文件"]}
MARKS = re.compile(r"\*\*|^#|-# |\]\(|<http", re.MULTILINE)
"""What Markdown and Discord would make something of, and a chat would print."""


def records(context: RenderContext) -> list[Exported]:
    """Every record that has the buttons."""
    catalogue = context.release.catalogue
    return [*catalogue.measures.values(), *catalogue.zones.values()]


async def loan(chat: Chat, who: MemberActor, **chosen: object) -> Reply:
    return await who.slash(chat.channel, "funding show", measure="d24-loan", **chosen)


def labels(reply: Reply) -> list[str]:
    """What the drop-downs of an answer offer."""
    return [label for label, _ in options(reply)]


async def file_of(reply: Reply) -> tuple[str, str]:
    """Name and content of the file under an answer."""
    (attachment,) = message_of(reply).attachments
    return attachment.filename, (await attachment.read()).decode()


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_they_are_more_actions_of_the_details(chat: Chat, lang: str) -> None:
    reply = await loan(chat, chat.alice, lang=lang)
    assert labels(reply)[-2:] == LABELS[lang]
    assert_fits(reply)


async def test_copying_gives_the_facts_without_marks_and_to_me_alone(chat: Chat) -> None:
    copied = await choose(chat.alice, await loan(chat, chat.alice), "Copy as text")
    assert message_of(copied).flags.ephemeral
    block = texts(copied).split("```")[1]
    assert block.startswith("\nSpecial loans of up to 400 billion yuan\n4000亿元专项贷款\n")
    assert "- special loans, total quota: up to 400 billion yuan\n" in block
    assert "Who: firms with core technology results\n" in block
    assert "SHINE / Shanghai Daily, 2 December 2024" in block
    assert "\n   https://www.shine.cn/biz/economy/2412021216/\n" in block
    assert re.search(r"\nData 2026\.09\.01\.1 · \d+ sources?$", block.rstrip())
    assert re.match("-# [●◐○]", closing(copied))
    assert_fits(copied)


async def test_a_chinese_client_copies_chinese(chat: Chat) -> None:
    copied = await choose(chat.ming, await loan(chat, chat.ming), "复制为文本")
    block = texts(copied).split("```")[1]
    assert "- 专项贷款总额度：最高4000亿元\n" in block
    assert "适用对象：拥有核心技术成果的企业\n" in block
    assert "2024年12月2日" in block


async def test_the_file_holds_every_figure_with_its_sources(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "funding show", measure="aw-jingan")
    given = await choose(chat.alice, reply, "File")
    assert message_of(given).flags.ephemeral
    name, content = await file_of(given)
    assert name == "aw-jingan.md"
    measure = chat.app.services.release.catalogue.measures["aw-jingan"]
    assert content.count(" [1]\n") == len(measure.figures)
    assert all(entry.text.en in content for entry in measure.not_stated)
    assert "- agency list, mirrored: No award in June 2022." in content
    assert "1. [District subsidies for SRDI firms, March 2025 update](https://" in content
    assert re.match("-# [●◐○]", closing(given))


async def test_a_public_card_answers_everybody_privately_in_its_language(chat: Chat) -> None:
    public = await loan(chat, chat.alice, public=True)
    assert not message_of(public).flags.ephemeral
    assert labels(public)[-2:] == LABELS["en"]
    copied = await choose(chat.ming, public, "Copy as text")
    assert message_of(copied).flags.ephemeral
    assert "up to 400 billion yuan" in texts(copied)
    given = await choose(chat.ming, public, "File")
    assert message_of(given).flags.ephemeral
    assert (await file_of(given))[0] == "d24-loan.md"


async def test_a_shared_card_keeps_the_buttons_but_not_the_one_to_share(chat: Chat) -> None:
    shared = await press(chat.alice, await loan(chat, chat.alice), "Share here")
    assert not message_of(shared).flags.ephemeral
    assert labels(shared)[-2:] == LABELS["en"]
    assert "Share here" not in buttons(shared)
    assert message_of(await choose(chat.ming, shared, "Copy as text")).flags.ephemeral


async def test_the_buttons_outlive_a_restart(chat: Chat, settings: Settings) -> None:
    public = await loan(chat, chat.alice, public=True)
    async with open_app(settings, chat.app.services.clock) as again:
        await chat.app.client.close()
        await chat.env.restart_bot(again.client)
        assert "```" in texts(await choose(chat.ming, public, "Copy as text"))
        assert (await file_of(await choose(chat.ming, public, "File")))[0] == "d24-loan.md"


async def test_a_measure_that_is_gone_gives_the_nearest(chat: Chat) -> None:
    reply = await loan(chat, chat.alice)
    chat.app.services.live_release.swap(small_release("2026.09.02.1"))
    for button in ("Copy as text", "File"):
        answer = await choose(chat.alice, reply, button)
        assert "Nothing here is named “d24-loan”." in texts(answer)
        assert not message_of(answer).attachments


async def test_taking_away_leaves_nothing_behind_in_memory(chat: Chat) -> None:
    reply = await loan(chat, chat.alice)
    for button in ("Copy as text", "File"):
        await choose(chat.alice, reply, button)
    assert not chat.app.client.persistent_views
    assert not chat.app.client._connection._view_store._synced_message_views  # pyright: ignore[reportPrivateUsage] # what the library would keep


async def test_a_zone_can_be_taken_away_too(chat: Chat) -> None:
    card = await chat.alice.slash(chat.channel, "zones show", zone="Zhangjiang Smart Mobility")
    reply = await press(chat.alice, card, "Details")
    assert labels(reply) == LABELS["en"]
    name, content = await file_of(await choose(chat.alice, reply, "File"))
    assert name == "z-inv4.md"
    assert "**District:** not stated" in content


def test_every_text_can_be_sent_and_has_no_mark(context: RenderContext) -> None:
    for record in records(context):
        layout = copy_card(context, record)
        assert_sendable(layout)
        said = copy_text(context, record)
        assert not MARKS.search(said), record.id
        assert context.tr.of(record.title) in said
        assert context.release.catalogue.version in said
        for source in context.release.catalogue.cited(record):
            assert not source.url or source.url in said or ".md" in said


def test_every_file_names_its_figures_and_sources(context: RenderContext) -> None:
    tr = context.tr
    for record in records(context):
        content = document(context, record).decode()
        assert content.startswith(f"# {tr.of(record.title)}\n")
        for figure in record.figures:
            assert tr.of(figure.name) in content
            assert figure.note is None or tr.of(figure.note) in content
        for number, source in enumerate(context.release.catalogue.cited(record), 1):
            assert f"\n{number}. " in content
            assert tr.title(source) in content
            assert tr.publisher(source) in content


def long_record(measure: Measure, sentences: int) -> Measure:
    said = tuple(Text(en=f"Condition {n} of many.", zh=f"条件{n}。") for n in range(sentences))
    return measure.model_copy(update={"conditions": said})


def test_a_text_too_long_says_how_much_is_missing_and_where_it_is(context: RenderContext) -> None:
    measure = long_record(context.release.catalogue.measures["d24-loan"], 900)
    said = copy_text(context, measure)
    cut = next(line for line in said.splitlines() if "d24-loan.md" in line)
    missing = int(re.findall(r"\d+", cut)[0])
    shown = [c for c in measure.conditions if context.tr.of(c) in said]
    assert 0 < len(shown) < 900
    assert missing > 900 - len(shown)  # the conditions left out, and what comes after them
    assert context.release.catalogue.version in said
    assert text_length(copy_card(context, measure)) <= MAX_TEXT


def test_every_measure_in_full_has_room_for_its_actions(context: RenderContext) -> None:
    for measure in context.release.catalogue.measures.values():
        layout = with_share(REGISTRY.layout(context, "ms", measure.id), context.tr)
        assert len(list(walk(layout))) <= MAX_COMPONENTS
        assert text_length(layout) <= MAX_TEXT
        menus = [part["options"] for part in walk(layout) if part["type"] == 3]
        assert [option["label"] for option in menus[-1]] == LABELS[context.tr.lang]
        assert_sendable(layout)
