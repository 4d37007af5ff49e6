"""What an edition tells of each change: one line, with what was and is."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.data.diff import compare_catalogues
from bot.domain.data.field_diff import FigureChange
from bot.domain.data.models import Figure, Text, Validity
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import Content, DigestContent
from bot.domain.release import Release
from bot.i18n.translator import LANGS, read_translators
from bot.ui.change_lines import change_lines, field_line
from bot.ui.context import RenderContext
from bot.ui.formats import figure_text
from cogs.digest.cards.edition import edition_layouts
from cogs.digest.cards.edition_lines import day_text
from tests.commands.editions import (
    FIRST,
    FRAME,
    TODAY,
    all_other,
    assert_parts,
    before,
    closing_measures,
    contents,
    links,
    listed,
    made,
    nothing,
    opened,
    read,
    rows,
)


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
    changes[1] = changes[1]._replace(kind="superseded", successor="d24-loan")
    changes[2] = changes[2]._replace(kind="withdrawn")
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
    first = edition._replace(previous=None, in_force=9)
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
