"""The messages of an edition are within Discord's limits and short, however much changed."""

import pytest

from bot.domain.data.diff import Change, compare_catalogues
from bot.domain.data.models import Text
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import DigestContent
from bot.domain.release import Release
from bot.i18n.translator import read_translators
from bot.ui.components import MAX_OPTIONS
from bot.ui.context import RenderContext
from cogs.digest.cards.edition import MOST_MESSAGES, MOST_ROWS, Frame, edition_layouts
from cogs.digest.cards.edition_lines import overview_line
from tests.commands.editions import (
    FRAME,
    META,
    TODAY,
    all_other,
    assert_parts,
    closing_measures,
    contents,
    dedup_key,
    listed,
    made,
    nothing,
    opened,
    read,
    rows,
)


def test_a_first_edition_of_everything_is_within_the_limits(
    release: Release, contexts: list[RenderContext]
) -> None:
    edition = made(release, nothing(release), DigestContent())
    layouts = edition_layouts(contexts, edition, DigestContent(), FRAME)
    assert_parts(layouts)
    assert all(rows(layout) <= MOST_ROWS * len(contexts) for layout in layouts)
    for part, layout in enumerate(layouts, 1):
        assert contents(layout)[0].splitlines()[0].endswith(f" · {part}/{MOST_MESSAGES}")
    shown = len(listed(layouts, "+"))
    tr, left = contexts[0].tr, len(edition.changes) - shown
    assert tr.many("-# … and {number} more", "-# … and {number} more", left) in read(layouts)
    assert len(opened(layouts[-1:])) == MAX_OPTIONS, "it opens also what it does not show"


def test_no_line_says_a_title_twice(release: Release, contexts: list[RenderContext]) -> None:
    for measure in release.catalogue.measures.values():
        for said in overview_line(contexts, measure).content.splitlines():
            title, dot, name = said.partition(" · ")
            assert not dot or name.partition(":")[0].partition("：")[0] not in title, said


def test_many_long_changes_are_within_the_limits(
    release: Release, contexts: list[RenderContext]
) -> None:
    edition = made(release, all_other(release), DigestContent("changes"))
    frame = Frame(META._replace(late=True, preview=True, manual=True), dedup_key, 10**18)
    layouts = edition_layouts(contexts, edition, DigestContent("changes"), frame)
    assert_parts(layouts)
    assert len(edition.changes) > 200
    assert len(layouts) == MOST_MESSAGES


def test_texts_beyond_all_measure_are_cut(release: Release, contexts: list[RenderContext]) -> None:
    # Longer than the check allows: a release that was stored before may hold it.
    monster = Text.model_construct(en="Very long " * 900, zh="很长的文字" * 900)
    long: list[Change] = []
    for change in compare_catalogues(nothing(release), release.catalogue)[:4]:
        record = change.record.model_copy(update={"title": monster, "summary": monster})
        long.append(change._replace(record=record))
    for change in compare_catalogues(all_other(release), release.catalogue)[:4]:
        record = change.record.model_copy(update={"title": monster})
        long.append(change._replace(record=record, fields=change.fields * 20))
    layouts = edition_layouts(contexts, Edition(tuple(long)), DigestContent("changes"), FRAME)
    assert_parts(layouts)
    assert len(layouts) == MOST_MESSAGES
    assert "…" in read(layouts)


@pytest.mark.parametrize("number", range(1, 30))
def test_a_quiet_edition_is_one_message_with_its_overview(
    release: Release, contexts: list[RenderContext], number: int
) -> None:
    edition = made(release, release.catalogue, DigestContent(), number=number)
    [layout] = edition_layouts(contexts, edition, DigestContent(), FRAME)
    assert_parts([layout])
    assert rows(layout) <= MOST_ROWS * len(contexts)
    assert 1 <= len(listed([layout], "•")) <= len(edition.overview)
    assert len(listed([layout], "⏳")) == len(edition.closing)


def test_changes_keep_their_order_and_none_is_split(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    edition = made(release, all_other(release), DigestContent("changes", topic="award"))
    layouts = edition_layouts([context], edition, DigestContent("changes", topic="award"), FRAME)
    assert len(layouts) == MOST_MESSAGES
    shown = listed(layouts, "~")
    titles = [change.record.title.en for change in edition.changes[: len(shown)]]
    assert all(line[2:].startswith(title) for line, title in zip(shown, titles, strict=True))


def test_the_overview_gives_way_to_changes(release: Release, contexts: list[RenderContext]) -> None:
    changes = compare_catalogues(nothing(release), release.catalogue)
    edition = made(release, release.catalogue, DigestContent())
    assert edition.overview
    for count in range(1, 24):
        full = edition._replace(changes=changes[:count])
        layouts = edition_layouts(contexts, full, DigestContent(), FRAME)
        assert_parts(layouts)
        alone = edition_layouts(
            contexts, full._replace(topic=None, overview=()), DigestContent(), FRAME
        )
        assert len(layouts) == len(alone), "an overview never takes a message of its own"
        last = "\n".join(contents(layouts[-1]))
        heading = contexts[0].tr("**Worth knowing · {topic}**", topic="")[:4]
        assert (f"\n{heading}" in last) == bool(listed(layouts, "•"))


def test_what_ends_soon_does_not_stand_behind_a_long_list(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    changes = compare_catalogues(nothing(release), release.catalogue)
    closing = closing_measures(release, 2)
    for count, first in ((2, "+"), (40, "⏳")):
        edition = Edition(changes[:count], closing=closing, previous=TODAY)
        layouts = edition_layouts([context], edition, DigestContent("changes"), FRAME)
        assert read(layouts).splitlines()[2][0] == first
        assert len(listed(layouts, "⏳")) == 2
