"""How an edition looks: a lead, one line for each record, its key out of sight."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from bot.digests.interfaces import EditionMeta
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.diff import Change, compare_catalogues
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.field_diff import FigureChange
from bot.domain.data.models import Figure, Measure, Text, Topic, Validity
from bot.domain.digests.edition import Edition, compose_edition
from bot.domain.digests.subscription import Content, DigestContent, PostLang, dedup_key_of
from bot.domain.release import Release
from bot.i18n.translator import LANGS, read_translators
from bot.ui.change_lines import change_lines, field_line
from bot.ui.components import MAX_OPTIONS, Layout, walk
from bot.ui.context import RenderContext
from bot.ui.custom_ids import split
from bot.ui.formats import figure_text
from bot.ui.line_width import lines_of
from cogs.digest.cards.edition import MOST_MESSAGES, MOST_ROWS, Frame, edition_layouts, forum_title
from cogs.digest.cards.edition_lines import day_text, overview_line
from cogs.registry import REGISTRY
from tests.commands.chat import NOW, assert_sendable

TODAY = NOW.date()
LANG_CHOICES: tuple[PostLang, ...] = get_args(PostLang)
OLD = "2026.08.25.1"
BUTTON, SELECT = 2, 3
"""Discord's numbers of these components."""
SHELVES = ("measures", "awards", "zones", "tiers", "statistics")


def dedup_key(part: int) -> str:
    return dedup_key_of(7, NOW, part)


META = EditionMeta(12, OLD, NOW)
FRAME = Frame(META, dedup_key)
FIRST = Frame(META._replace(number=1), dedup_key)


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
    return compose_edition(
        release.catalogue, compare_catalogues(old, release.catalogue), wish, **filled
    )


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
    """Each can be sent, is seen at a glance, and has its key in one button and in no text."""
    for number, layout in enumerate(layouts, 1):
        assert_sendable(layout)
        assert "LG-" not in read([layout])
        assert "".join(links([layout])).count("LG-") == 1
        assert next(links([layout])).endswith(f"|#{dedup_key(number)}")
        kinds = Counter(part["type"] for part in walk(layout))
        assert kinds[BUTTON] <= 4
        assert kinds[SELECT] <= 1


def rows(layout: Layout) -> int:
    """Lines of a message on a phone."""
    return lines_of(contents(layout))


def opened(layouts: Sequence[Layout]) -> list[str]:
    """What the drop-downs open."""
    menus = [p for layout in layouts for p in walk(layout) if p["type"] == SELECT]
    return [option["value"] for menu in menus for option in menu["options"]]


def listed(layouts: Sequence[Layout], sign: str) -> list[str]:
    """The lines that begin with a sign."""
    return [line for line in read(layouts).splitlines() if line.startswith(f"{sign} ")]


# ------------------------------------------------------------------------- limits


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
        long.append(replace(change, record=record))
    for change in compare_catalogues(all_other(release), release.catalogue)[:4]:
        record = change.record.model_copy(update={"title": monster})
        long.append(replace(change, record=record, fields=change.fields * 20))
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
        full = replace(edition, changes=changes[:count])
        layouts = edition_layouts(contexts, full, DigestContent(), FRAME)
        assert_parts(layouts)
        alone = edition_layouts(
            contexts, replace(full, topic=None, overview=()), DigestContent(), FRAME
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


def closing_measures(release: Release, count: int, days: int = 1) -> tuple[Measure, ...]:
    """The first measures, each ending so many days after the one before."""
    found = list(release.catalogue.measures.values())[:count]
    ends = [TODAY + timedelta(days * (1 + place)) for place in range(count)]
    validities = [Validity(note=found[0].summary, ends=end) for end in ends]
    return tuple(
        m.model_copy(update={"validity": v}) for m, v in zip(found, validities, strict=True)
    )


# ------------------------------------------------------------------------- what is told


def test_every_changed_figure_shows_what_it_was_and_is(
    release: Release, context: RenderContext
) -> None:
    count = 0
    for change in compare_catalogues(all_other(release), release.catalogue):
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
    [change] = compare_catalogues(before(release, tiers=tiers), release.catalogue)
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
    [change] = compare_catalogues(
        before(release, measures=measures, awards=awards), release.catalogue
    )
    [line] = change_lines(tr, change)
    was, now = line.split(" → ")
    assert "FORMERLY" in was
    assert "FORMERLY" not in now
    assert len(line) < 250
    [chinese] = change_lines(read_translators()["zh"], change)
    assert "→" not in chinese, "nothing changed in Chinese, which is said"


def test_the_lead_counts_each_kind_of_change(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    changes = list(compare_catalogues(nothing(release), release.catalogue)[:5])
    changes[1] = replace(changes[1], kind="superseded", successor="d24-loan")
    changes[2] = replace(changes[2], kind="withdrawn")
    again = changes[4].record
    edition = Edition(
        tuple(changes),
        returned=frozenset({again.id}),
        closing=closing_measures(release, 1),
        previous=TODAY,
    )
    layouts = edition_layouts([context], edition, DigestContent("changes"), FRAME)
    lead = contents(layouts[0])[0].splitlines()[1]
    assert lead == "**2 new · 1 listed again · 1 superseded · 1 withdrawn · 1 closes soon**"
    assert f"+ {again.title.en} (listed again)" in read(layouts)
    [superseded] = listed(layouts, "×")
    assert "superseded by **Special loans of up to 400 billion yuan**" in superseded
    [withdrawn] = listed(layouts, "−")
    assert withdrawn == f"− {changes[2].record.title.en}: withdrawn"
    assert f"v|m|en|{changes[2].record.id}" not in opened(layouts)


def test_a_change_is_one_line_with_what_was_and_is(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    measure = release.catalogue.measures["d24-loan"]
    figure = measure.figures[0]
    older = measure.model_copy(
        update={"figures": (figure.model_copy(update={"value": 300_000_000_000}),)}
    )
    measures = [older if m is measure else m for m in release.catalogue.dataset.measures]
    edition = made(release, before(release, measures=measures), DigestContent("changes"))
    layouts = edition_layouts([context], edition, DigestContent("changes"), FRAME)
    [line] = listed(layouts, "~")
    assert line.startswith(f"~ {measure.title.en} · {figure.name.en}: up to 300 billion yuan → **")
    assert opened(layouts) == ["v|m|en|d24-loan"]
    assert "v|ch|en|2026.08.25.1|0" in list(links(layouts))


def test_a_figure_that_is_called_like_its_record_is_named_once(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    measure = release.catalogue.measures["a25-interest"]
    older = measure.model_copy(
        update={"figures": (measure.figures[0].model_copy(update={"value": 20}),)}
    )
    measures = [older if m is measure else m for m in release.catalogue.dataset.measures]
    wish = DigestContent("changes")
    edition = made(release, before(release, measures=measures), wish)
    [line] = listed(edition_layouts([context], edition, wish, FRAME), "~")
    assert line == "~ Interest subsidy on credit loans: up to 20% → **up to 30%**"
    first = replace(edition, previous=None, in_force=9)
    said = read(edition_layouts([context], first, wish, FIRST))
    assert said.splitlines()[1].startswith("**1 changed · ")
    assert "9 measures in force" in said.splitlines()[1]


def test_a_figure_stands_in_both_languages_or_in_none(release: Release) -> None:
    tr = read_translators()
    contexts = [RenderContext(release, tr[lang], TODAY) for lang in LANGS]
    told = 0
    for number in range(1, 40):
        edition = made(release, release.catalogue, DigestContent("overview"), number=number)
        [layout] = edition_layouts(contexts, edition, DigestContent("overview"), FRAME)
        pairs = re.findall(r"^• (.*)\n\u2003(.*)$", read([layout]), re.MULTILINE)
        for english, chinese in pairs:
            told += " · " in english
            # An amount that a title has is not said again.
            assert (" · " in english) <= (" · " in chinese) or re.search(r"\d", chinese)
            assert (" · " in chinese) <= (" · " in english) or re.search(r"\d", english)
    assert told > 5


def test_a_long_text_is_only_said_to_be_reworded(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    measure = max(release.catalogue.dataset.measures, key=lambda m: len(m.summary.en))
    older = measure.model_copy(update={"summary": Text(en="Once so. " * 20, zh="原先如此。" * 20)})
    changes = compare_catalogues(before(release, measures=[older]), release.catalogue)
    [change] = [c for c in changes if c.record.id == measure.id]
    layouts = edition_layouts([context], Edition((change,)), DigestContent("changes"), FRAME)
    assert f"~ {measure.title.en} · Summary: reworded" in read(layouts)


@pytest.mark.parametrize("content", ["changes", "both", "overview"])
def test_a_first_edition_leads_with_what_is_in_force(release: Release, content: Content) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    wish = DigestContent(content, topic="loan")
    edition = made(release, release.catalogue, wish, previous=None)
    layouts = edition_layouts([context], edition, wish, FIRST)
    said = read(layouts)
    assert f"**{edition.in_force} measures in force" in said.splitlines()[1]
    assert edition.in_force > 3
    assert "Nothing" not in said


def test_that_nothing_changed_is_one_line(release: Release, contexts: list[RenderContext]) -> None:
    wish = DigestContent("changes")
    edition = made(release, release.catalogue, wish)
    [layout] = edition_layouts(contexts, edition, wish, FRAME)
    assert_parts([layout])
    [said] = contents(layout)
    assert len(said.splitlines()) == len(contexts)
    assert rows(layout) == len(contexts)
    tr = contexts[0].tr
    assert said.splitlines()[0] == tr(
        "Nothing changed since {date}", date=day_text(tr.lang, TODAY, TODAY)
    )
    [narrow] = edition_layouts(contexts, edition, DigestContent("changes", topic="loan"), FRAME)
    assert contents(narrow)[0].startswith(tr("Loans"))
    assert_parts([narrow])


def test_what_closes_says_when(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    measure = release.catalogue.measures["d24-loan"]

    def told(days: int) -> str:
        validity = Validity(note=measure.summary, ends=TODAY + timedelta(days))
        closing = measure.model_copy(update={"validity": validity})
        edition = Edition(closing=(closing,), newly_closing=True, previous=TODAY)
        return read(edition_layouts([context], edition, DigestContent("changes"), FRAME))

    assert f"⏳ {measure.title.en}: closes today" in told(0)
    assert f"⏳ {measure.title.en}: closes **1 October**" in told(30)
    assert "Nothing changed since 1 September · 1 closes soon" in told(30)


def test_what_closes_comes_by_date_and_is_counted(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    closing = closing_measures(release, 30)
    edition = Edition(closing=closing, newly_closing=True, previous=TODAY)
    layouts = edition_layouts([context], edition, DigestContent("changes"), FRAME)
    assert_parts(layouts)
    shown = listed(layouts, "⏳")
    assert [line.partition(":")[0] for line in shown] == [
        f"⏳ {m.title.en}" for m in closing[: len(shown)]
    ]
    assert f"-# … and {30 - len(shown)} more" in read(layouts)


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


def test_buttons_open_pages(release: Release, contexts: list[RenderContext]) -> None:
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
    edition = Edition((replace(change, record=record),))
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
