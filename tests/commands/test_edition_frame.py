"""What stands around the changes of an edition: heading, role, notes, buttons, the post's name."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from bot.digests.interfaces import EditionMeta
from bot.domain.data.diff import compare_catalogues
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Text, Topic
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import DigestContent
from bot.domain.release import Release
from bot.i18n.translator import read_translators
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.custom_ids import split
from cogs.digest.cards.edition import Frame, edition_layouts, forum_title
from cogs.digest.cards.edition_lines import day_text
from cogs.registry import REGISTRY
from tests.commands.editions import (
    FRAME,
    META,
    OLD,
    TODAY,
    contents,
    dedup_key,
    links,
    made,
    nothing,
    opened,
    read,
)


def test_the_heading_names_the_digest_and_the_day(
    release: Release, contexts: list[RenderContext]
) -> None:
    wish = DigestContent(topic="loan", district="pudong")
    layouts = edition_layouts(contexts, made(release, nothing(release), wish), wish, FRAME)
    for layout in layouts:
        head = contents(layout)[0]
        assert head.startswith("### ")
        assert any(name in head for name in DISTRICTS["pudong"])
        assert "1 September" in head or "9月1日" in head
        assert "2026" not in head
        assert OLD not in head


def test_only_the_first_part_calls_the_role(
    release: Release, contexts: list[RenderContext]
) -> None:
    edition = made(release, nothing(release), DigestContent("changes"))
    frame = replace(FRAME, role_id=42)
    first, *others = edition_layouts(contexts, edition, DigestContent("changes"), frame)
    assert contents(first)[0] == "<@&42>"
    assert "<@" not in read(others)
    quiet = made(release, release.catalogue, DigestContent("changes"))
    [line] = edition_layouts(contexts, quiet, DigestContent("changes"), frame)
    # The poster takes this part away where the role may not be called.
    assert line[0] == {"type": 10, "content": "<@&42>"}


def test_late_preview_and_on_request_are_said(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    edition = made(release, release.catalogue, DigestContent())
    due = datetime(2026, 9, 1, 0, 0, tzinfo=UTC)

    def framed(meta: EditionMeta) -> list[Layout]:
        return edition_layouts([context], edition, DigestContent(), Frame(meta, dedup_key))

    [late] = framed(META._replace(slot=due, late=True))
    moment = f"<t:{int(due.timestamp())}:f>"
    assert f"-# Due {moment}, posted late" in read([late])
    [preview] = framed(META._replace(preview=True))
    assert "only you see this" in contents(preview)[0]
    [manual] = framed(META._replace(manual=True))
    assert read([manual]).splitlines()[-1].endswith(" · edition 12 · on request")


def test_every_button_opens_a_page(release: Release, contexts: list[RenderContext]) -> None:
    for old in (nothing(release), release.catalogue):
        for number in range(1, 12):
            edition = made(release, old, DigestContent(), number=number)
            layouts = edition_layouts(contexts, edition, DigestContent(), FRAME)
            for link in (*links(layouts), *opened(layouts)):
                read_back = split(link)
                assert read_back
                assert read_back.lang == contexts[0].tr.lang
                if read_back.name not in REGISTRY.async_views:
                    assert REGISTRY.layout(contexts[0], read_back.name, *read_back.args)


@pytest.mark.parametrize(
    ("day", "english", "chinese"),
    [
        (date(2026, 9, 1), "1 September", "9月1日"),
        (date(2026, 10, 31), "31 October", "10月31日"),
        (date(2026, 11, 1), "1 November 2026", "2026年11月1日"),
        (date(2026, 3, 1), "1 March 2026", "2026年3月1日"),
    ],
)
def test_a_day_nearby_needs_no_year(day: date, english: str, chinese: str) -> None:
    assert (day_text("en", day, TODAY), day_text("zh", day, TODAY)) == (english, chinese)


@pytest.mark.parametrize(("topic", "need"), [(None, ""), ("loan", "loan"), ("zone", "space")])
def test_what_a_firm_can_get_opens_the_match(
    release: Release, topic: Topic | None, need: str
) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    wish = DigestContent("changes", topic=topic, district="pudong")
    edition = made(release, release.catalogue, wish)
    [layout] = edition_layouts([context], edition, wish, FRAME)
    assert next(links([layout])) == f"v|ma|en|pudong|||{need}|f|0|#{dedup_key(1)}"


def test_texts_of_the_data_bring_no_markup(release: Release, contexts: list[RenderContext]) -> None:
    evil = Text(en="# a **b\n-# LG `c` [d](e) ||f", zh="# 甲 **乙\n-# LG `丙` [丁](e) ||己")
    change = compare_catalogues(nothing(release), release.catalogue)[0]
    record = change.record.model_copy(update={"title": evil, "summary": evil, "figures": ()})
    edition = Edition((change._replace(record=record),))
    layouts = edition_layouts(contexts, edition, DigestContent("changes"), FRAME)
    for line in read(layouts).splitlines():
        assert not line.startswith(("# ", "-# LG"))
        assert "[d](e)" not in line
        assert " **b" not in line


@pytest.mark.parametrize("topic", [None, *get_args(Topic)])
def test_a_forum_post_is_named_after_the_digest(
    contexts: list[RenderContext], topic: Topic | None
) -> None:
    for district in (None, *DISTRICTS):
        wish = DigestContent(topic=topic, district=district)
        title = forum_title(contexts, wish, 12345, date(2026, 11, 24))
        assert len(title) <= 100
        assert title.startswith(contexts[0].tr("Shanghai SME support"))
        assert "2026" in title
        assert "LG-" not in title
        assert "\n" not in title
