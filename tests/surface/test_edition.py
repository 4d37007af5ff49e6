"""How an edition looks: within Discord's limits, whole entries, every part with its mark."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.diff import Change, compare
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.field_diff import FigureChange
from bot.domain.data.models import Figure, Text, Topic, Validity
from bot.domain.digests.edition import Edition, compose
from bot.domain.digests.subscription import DigestContent, PostLang, dedup_key_of
from bot.domain.release import Release
from bot.i18n.translator import LANGS, read_translators
from bot.ui.change_lines import change_lines, field_line
from bot.ui.components import Layout, walk
from bot.ui.context import RenderContext
from bot.ui.custom_ids import split
from bot.ui.formats import figure_text
from cogs.digest.cards.edition import Frame, edition_layouts, forum_title
from cogs.registry import REGISTRY
from tests.surface.city import NOW, assert_sendable

TODAY = NOW.date()
LANG_CHOICES: tuple[PostLang, ...] = get_args(PostLang)
OLD = "2026.08.25.1"
SHELVES = ("measures", "awards", "zones", "tiers", "statistics")


def dedup_key(part: int) -> str:
    return dedup_key_of(7, NOW, part)


FRAME = Frame(12, OLD, dedup_key)


@pytest.fixture(params=LANG_CHOICES)
def lang(request: pytest.FixtureRequest) -> PostLang:
    return request.param


@pytest.fixture
def contexts(release: Release, lang: PostLang) -> list[RenderContext]:
    """One scene, or one for each language."""
    tr = read_translators()
    return [RenderContext(release, tr[one], TODAY) for one in LANGS if lang in (one, "both")]


def made(release: Release, old: Catalogue, wish: DigestContent, **given: Any) -> Edition:
    filled: dict[str, Any] = {"today": TODAY, "previous": TODAY, "number": 1, **given}
    return compose(release.catalogue, compare(old, release.catalogue), wish, **filled)


def before(release: Release, **shelves: Iterable[object]) -> Catalogue:
    """An older version of the data, in which these kinds of record were others."""
    update = {kind: tuple(rows) for kind, rows in shelves.items()}
    return Catalogue(OLD, release.catalogue.dataset.model_copy(update=update))


def nothing(release: Release) -> Catalogue:
    return before(release, **dict.fromkeys(SHELVES, ()))


def shelf(release: Release, kind: str) -> tuple[Any, ...]:
    return getattr(release.catalogue.dataset, kind)


def all_other(release: Release) -> Catalogue:
    """An older version in which every figure, text and date was another."""

    def older(record: Any) -> Any:
        figures = tuple(f.model_copy(update={"value": f.value * 3 + 1}) for f in record.figures)
        text = Text(en=f"Once: {record.summary.en}", zh=f"原先：{record.summary.zh}")
        update: dict[str, object] = {"figures": figures, "summary": text}
        if hasattr(record, "validity"):
            ends = TODAY + timedelta(200)
            update |= {"who": text, "conditions": (text, text), "contact": text}
            update["validity"] = Validity(note=text, starts=TODAY, ends=ends)
        if hasattr(record, "criteria"):
            criteria = (c.model_copy(update={"requirement": text}) for c in record.criteria)
            update["criteria"] = tuple(criteria)
        return record.model_copy(update=update)

    return before(release, **{kind: map(older, shelf(release, kind)) for kind in SHELVES})


def contents(layout: Layout) -> list[str]:
    return [part["content"] for part in walk(layout) if part["type"] == 10]


def read(layouts: Sequence[Layout]) -> str:
    return "\n".join(content for layout in layouts for content in contents(layout))


def links(layouts: Sequence[Layout]) -> Iterator[str]:
    for layout in layouts:
        yield from (part["custom_id"] for part in walk(layout) if part["type"] == 2)


def assert_parts(layouts: Sequence[Layout]) -> None:
    """Each can be sent and ends with its mark, which stands nowhere else."""
    for number, layout in enumerate(layouts, 1):
        assert_sendable(layout)
        said = contents(layout)
        last = said[-1].splitlines()[-1]
        assert last.startswith("-# ")
        assert last.endswith(f" · {dedup_key(number)}")
        assert "\n".join(said).count("LG-") == 1


def shown_in(layouts: Sequence[Layout], edition: Edition) -> list[str]:
    """The titles of the changed records, in the order in which they appear."""
    said = "\n".join(line for line in read(layouts).splitlines() if line.startswith("**"))
    titles = [f"**{c.record.title.en}**" for c in edition.changes]
    return sorted((t for t in titles if t in said), key=said.index)


# ------------------------------------------------------------------------- limits


def test_a_first_edition_of_everything_is_within_the_limits(
    release: Release, contexts: list[RenderContext]
) -> None:
    edition = made(release, nothing(release), DigestContent())
    layouts = edition_layouts(contexts, edition, DigestContent(), FRAME)
    assert len(layouts) > 5
    assert_parts(layouts)
    said = read(layouts)
    for change in edition.changes:
        assert contexts[0].tr.of(change.record.title) in said
        assert contexts[-1].tr.of(change.record.title) in said
    for part, layout in enumerate(layouts, 1):
        tr = contexts[0].tr
        counted = tr("part {part} of {parts}", part=part, parts=len(layouts))
        assert counted in contents(layout)[0]


def test_many_long_changes_are_within_the_limits(
    release: Release, contexts: list[RenderContext]
) -> None:
    edition = made(release, all_other(release), DigestContent("changes"))
    frame = replace(FRAME, late=NOW, role_id=10**18, preview=True, manual=True)
    layouts = edition_layouts(contexts, edition, DigestContent("changes"), frame)
    assert_parts(layouts)
    assert len(edition.changes) > 200
    opened = list(links(layouts))
    assert len(opened) == len(edition.changes), "every entry has its button"


def test_texts_beyond_all_measure_lose_whole_lines(
    release: Release, contexts: list[RenderContext]
) -> None:
    # Longer than the check allows: a release that was stored before may hold it.
    monster = Text.model_construct(en="Very long " * 900, zh="很长的文字" * 900)
    long: list[Change] = []
    for change in compare(nothing(release), release.catalogue)[:40]:
        record = change.record.model_copy(update={"title": monster, "summary": monster})
        long.append(replace(change, record=record))
    for change in compare(all_other(release), release.catalogue)[:40]:
        record = change.record.model_copy(update={"title": monster})
        long.append(replace(change, record=record, fields=change.fields * 20))
    layouts = edition_layouts(contexts, Edition(tuple(long)), DigestContent("changes"), FRAME)
    assert_parts(layouts)
    assert len(list(links(layouts))) == len(long)
    assert "… and" in read(layouts) or "……" in read(layouts)


@pytest.mark.parametrize("number", range(1, 60))
def test_a_quiet_edition_is_one_message_with_its_whole_overview(
    release: Release, number: int
) -> None:
    tr = read_translators()
    contexts = [RenderContext(release, tr[lang], TODAY) for lang in LANGS]
    edition = made(release, release.catalogue, DigestContent(), number=number)
    [layout] = edition_layouts(contexts, edition, DigestContent(), FRAME)
    assert_parts([layout])
    said = read([layout])
    assert all(f"**{record.title.en}**" in said for record in edition.overview)
    assert all(f"**{measure.title.en}**" in said for measure in edition.closing)


def test_entries_keep_their_order_and_none_is_split(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    edition = made(release, all_other(release), DigestContent("changes", topic="award"))
    layouts = edition_layouts([context], edition, DigestContent("changes", topic="award"), FRAME)
    assert len(layouts) > 1
    assert shown_in(layouts, edition) == [f"**{c.record.title.en}**" for c in edition.changes]
    for change in edition.changes:
        name = f"**{change.record.title.en}**"
        [entry] = [text for text in contents_of(layouts) if name in text[:200]]
        assert entry.splitlines()[-1].startswith("-# Source")
    heads = [content for content in contents_of(layouts) if content.startswith("**Changed**")]
    assert heads[0].endswith(str(len(edition.changes)))
    assert heads[1:] == ["**Changed** (continued)"] * (len(layouts) - 1)


def contents_of(layouts: Sequence[Layout]) -> list[str]:
    return [content for layout in layouts for content in contents(layout)]


def test_the_overview_gives_way_to_changes(release: Release, contexts: list[RenderContext]) -> None:
    changes = compare(nothing(release), release.catalogue)
    edition = made(release, release.catalogue, DigestContent())
    assert edition.overview
    for count in range(1, 24):
        full = replace(edition, changes=changes[:count])
        layouts = edition_layouts(contexts, full, DigestContent(), FRAME)
        assert_parts(layouts)
        alone = edition_layouts(
            contexts, replace(full, topic=None, overview=()), DigestContent(), FRAME
        )
        assert len(layouts) == len(alone), "an overview never takes a message of its own"
        heading = contexts[0].tr("See all")
        labels = [p.get("label") for layout in layouts for p in walk(layout)]
        if heading in labels:
            assert labels[-1] != heading, "no heading without an entry"


# ------------------------------------------------------------------------- what is told


def test_every_changed_figure_shows_what_it_was_and_is(
    release: Release, context: RenderContext
) -> None:
    count = 0
    for change in compare(all_other(release), release.catalogue):
        for field in change.fields:
            if isinstance(field, FigureChange) and field.old and field.new:
                said = field_line(context.tr, field)
                old, new = said.split(" → ")
                assert figure_text(context.tr, field.old) in old
                assert f"**{figure_text(context.tr, field.new)}**" in new
                count += 1
    assert count > 100


@pytest.mark.parametrize(
    ("unit", "value"), [("CNY", 1_234_567_891), ("percent", 891), ("firms", 1_234_567_891)]
)
def test_figures_that_read_alike_are_told_in_full(
    context: RenderContext, unit: str, value: int
) -> None:
    name = Text(en="limit", zh="限额")
    update: dict[str, Any] = {"unit": unit, "qualifier": "up to", "sources": ("seed",)}
    old = Figure(id="limit", name=name, value=value + 0.00004, **update)
    new = Figure(id="limit", name=name, value=value + 0.00005, **update)
    before, after = field_line(context.tr, FigureChange(old, new)).split(" → ")
    assert before.partition("(")[2] != after.partition("(")[2]


def test_a_requirement_is_told_by_its_number_alone(release: Release) -> None:
    tr = read_translators()["en"]
    tier = release.catalogue.tiers["little-giant-current"]
    criterion = next(c for c in tier.criteria if "50 million" in c.requirement.en)
    assert criterion.threshold
    old = criterion.model_copy(
        update={
            "threshold": criterion.threshold.model_copy(update={"value": 40_000_000}),
            "requirement": Text(
                en=criterion.requirement.en.replace("50", "40"),
                zh=criterion.requirement.zh.replace("5000", "4000"),
            ),
        }
    )
    criteria = tuple(old if c is criterion else c for c in tier.criteria)
    tiers = tuple(
        t.model_copy(update={"criteria": criteria}) if t is tier else t
        for t in release.catalogue.dataset.tiers
    )
    [change] = compare(before(release, tiers=tiers), release.catalogue)
    assert len(change.fields) == 2
    [line] = change_lines(tr, change)
    assert "at least 40 million yuan → **at least 50 million yuan**" in line


def test_of_long_texts_only_what_differs_is_told(release: Release) -> None:
    tr = read_translators()["en"]
    measure = max(release.catalogue.measures.values(), key=lambda m: len(m.summary.en))
    middle = len(measure.summary.en) // 2
    old = measure.summary.en[:middle] + " FORMERLY " + measure.summary.en[middle:]
    older = measure.model_copy(update={"summary": Text(en=old, zh=measure.summary.zh)})
    measures = [older if m is measure else m for m in release.catalogue.dataset.measures]
    awards = [older if m is measure else m for m in release.catalogue.dataset.awards]
    [change] = compare(before(release, measures=measures, awards=awards), release.catalogue)
    [line] = change_lines(tr, change)
    was, now = line.split(" → ")
    assert "FORMERLY" in was
    assert "FORMERLY" not in now
    assert len(line) < 250
    [chinese] = change_lines(read_translators()["zh"], change)
    assert "→" not in chinese, "nothing changed in Chinese, which is said"


def test_each_kind_of_change_has_its_section(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    changes = list(compare(nothing(release), release.catalogue)[:5])
    changes[1] = replace(changes[1], kind="superseded", successor="d24-loan")
    changes[2] = replace(changes[2], kind="withdrawn")
    edition = Edition(tuple(changes), returned=frozenset({changes[4].record.id}))
    layouts = edition_layouts([context], edition, DigestContent("changes"), FRAME)
    said = read(layouts)
    heads = ["**New** · 2", "**Listed again** · 1", "**Superseded** · 1", "**Withdrawn** · 1"]
    assert [said.index(h) for h in heads] == sorted(said.index(h) for h in heads)
    assert "**Superseded** by: Special loans of up to 400 billion yuan" in said
    again = said.index(changes[4].record.title.en)
    assert said.index(heads[1]) < again < said.index(heads[2])
    gone = changes[2].record
    assert gone.title.en in said
    assert f"v|m|en|{gone.id}" not in list(links(layouts))


def test_nothing_new_is_said(release: Release, contexts: list[RenderContext]) -> None:
    edition = made(release, release.catalogue, DigestContent("changes"))
    [layout] = edition_layouts(contexts, edition, DigestContent("changes"), FRAME)
    assert OLD in read([layout])
    assert "**Nothing new since version 2026.08.25.1.**" in read([layout]) or "没有变化" in read(
        [layout]
    )
    [overview] = edition_layouts(contexts, edition, DigestContent("overview"), FRAME)
    assert OLD not in read([overview])


def test_what_closes_says_how_many_days_are_left(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    measure = release.catalogue.measures["d24-loan"]

    def told(days: int) -> str:
        validity = Validity(note=measure.summary, ends=TODAY + timedelta(days))
        closing = measure.model_copy(update={"validity": validity})
        return read(
            edition_layouts([context], Edition(closing=(closing,)), DigestContent("changes"), FRAME)
        )

    assert "**Ends 1 September 2026** · today is the last day" in told(0)
    assert "**Ends 2 September 2026** · 1 day left" in told(1)
    assert "**Ends 1 October 2026** · 30 days left" in told(30)


def test_what_closes_and_does_not_fit_is_counted(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    measures = tuple(release.catalogue.measures.values())[:30]
    validity = Validity(note=measures[0].summary, ends=TODAY)
    closing = tuple(m.model_copy(update={"validity": validity}) for m in measures)
    edition = Edition(closing=closing)
    [layout] = edition_layouts([context], edition, DigestContent("changes"), FRAME)
    shown = len(list(links([layout])))
    assert f"-# … and {30 - shown} more" in read([layout])


# ------------------------------------------------------------------------- around it


def test_the_heading_names_the_digest_and_the_day(
    release: Release, contexts: list[RenderContext]
) -> None:
    wish = DigestContent(topic="loan", district="pudong")
    layouts = edition_layouts(contexts, made(release, nothing(release), wish), wish, FRAME)
    for layout in layouts:
        head = contents(layout)[0]
        assert head.startswith("### ")
        assert any(name in head for name in DISTRICTS["pudong"])
        assert "1 September 2026" in head or "2026年9月1日" in head
        assert OLD in head


def test_only_the_first_part_calls_the_role(
    release: Release, contexts: list[RenderContext]
) -> None:
    edition = made(release, nothing(release), DigestContent("changes"))
    frame = replace(FRAME, role_id=42)
    first, *others = edition_layouts(contexts, edition, DigestContent("changes"), frame)
    assert contents(first)[0] == "<@&42>"
    assert "<@" not in read(others)


def test_late_preview_and_on_request_are_said(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    edition = made(release, release.catalogue, DigestContent())
    due = datetime(2026, 9, 1, 0, 0, tzinfo=UTC)
    [late] = edition_layouts([context], edition, DigestContent(), replace(FRAME, late=due))
    moment = f"<t:{int(due.timestamp())}:f>"
    assert f"This edition was due {moment} and is late." in read([late])
    [preview] = edition_layouts([context], edition, DigestContent(), replace(FRAME, preview=True))
    assert "only you see this" in contents(preview)[0]
    [manual] = edition_layouts([context], edition, DigestContent(), replace(FRAME, manual=True))
    assert "posted on request" in read([manual])


def test_buttons_open_pages(release: Release, contexts: list[RenderContext]) -> None:
    for old in (nothing(release), release.catalogue):
        for number in range(1, 12):
            edition = made(release, old, DigestContent(), number=number)
            for link in links(edition_layouts(contexts, edition, DigestContent(), FRAME)):
                read_back = split(link)
                assert read_back
                name, lang, arguments = read_back.name, read_back.lang, read_back.args
                assert lang == contexts[0].tr.lang
                assert REGISTRY.layout(contexts[0], name, *arguments)


def test_texts_of_the_data_bring_no_markup(release: Release, contexts: list[RenderContext]) -> None:
    evil = Text(en="# a **b\n-# LG `c` [d](e) ||f", zh="# 甲 **乙\n-# LG `丙` [丁](e) ||己")
    change = compare(nothing(release), release.catalogue)[0]
    record = change.record.model_copy(update={"title": evil, "summary": evil, "figures": ()})
    edition = Edition((replace(change, record=record),))
    layouts = edition_layouts(contexts, edition, DigestContent("changes"), FRAME)
    for line in read(layouts).splitlines():
        assert not line.startswith(("# ", "-# LG"))
        assert "[d](e)" not in line
        assert " **b" not in line


@pytest.mark.parametrize("topic", [None, *get_args(Topic)])
def test_a_forum_post_has_its_mark_at_the_end_of_its_title(
    contexts: list[RenderContext], topic: Topic | None
) -> None:
    for district in (None, *DISTRICTS):
        wish = DigestContent(topic=topic, district=district)
        title = forum_title(contexts, wish, 12345, date(2026, 11, 24), dedup_key(1))
        assert len(title) <= 100
        assert title.endswith(f" · {dedup_key(1)}")
        assert "2026" in title
        assert "\n" not in title
