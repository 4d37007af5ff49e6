"""The pages of /measures changes: each fits, and each change is told in full."""

from collections.abc import Sequence

import pytest

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.diff import CHANGE_KINDS, Change, ChangeKind, compare_catalogues
from bot.domain.data.models import Measure, Text
from bot.domain.release import Release, build_release
from bot.ui.change_lines import change_lines
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.data_text import escape_data
from cogs.measures.cards.changes import changes_pages
from tests.card_budget import excesses, texts_of
from tests.commands.changed_data import NEW


@pytest.mark.parametrize("kind", CHANGE_KINDS)
def test_every_page_fits_a_phone_and_names_every_record(
    context: RenderContext, release: Release, kind: ChangeKind
) -> None:
    now, since, changes = all_changed(context, release, kind)
    pages = changes_pages(now, since, changes)
    over = [(page, found) for page in pages if (found := [*excesses(page)])]
    assert over == []
    said = texts_of([part for page in pages for part in page])
    plain = escape_data(now).tr
    assert [c for c in changes if plain.of(c.record.title)[:60] not in said] == []


def test_the_changes_of_one_record_stand_alone(context: RenderContext, release: Release) -> None:
    now, since, changes = all_changed(context, release, "changed")
    change = next(c for c in changes if isinstance(c.record, Measure))
    pages = changes_pages(now, since, changes, change.record.id)
    options = {o["label"] for page in pages for p in walk(page) for o in p.get("options", ())}
    assert options == {context.tr.of(change.record.title)}


def test_what_changed_in_the_other_language_alone_is_one_last_line(
    context: RenderContext, release: Release
) -> None:
    tr = context.tr
    measure = release.catalogue.measures["a25-interest"]
    other = "zh" if tr.lang == "en" else "en"
    fields = {name: getattr(measure, name) for name in ("title", "summary")}
    older = measure.model_copy(
        update={
            **{name: text.model_copy(update={other: "旧 old"}) for name, text in fields.items()},
            "figures": (measure.figures[0].model_copy(update={"value": 20}),),
        }
    )
    [change] = compare_catalogues(catalogue_of(release, older), catalogue_of(release, measure))
    figure, last = change_lines(tr, change)
    assert "20%" in figure
    words = "Only the Chinese wording changed: Name, Summary"
    assert last == (words if tr.lang == "en" else "仅英文表述有调整：名称、摘要")


def test_the_figures_of_a_record_come_before_its_name(
    context: RenderContext, release: Release
) -> None:
    measure = release.catalogue.measures["a25-interest"]
    older = measure.model_copy(
        update={
            "title": Text(en="Old name", zh="旧名"),
            "figures": (measure.figures[0].model_copy(update={"value": 20}),),
        }
    )
    [change] = compare_catalogues(catalogue_of(release, older), catalogue_of(release, measure))
    figure, name = change_lines(context.tr, change)
    assert "20%" in figure
    assert name.startswith(context.tr("Name"))


def catalogue_of(release: Release, measure: Measure) -> Catalogue:
    """A catalogue of this measure alone."""
    dataset = release.catalogue.dataset.model_copy(
        update={"measures": (measure,), "awards": (), "zones": (), "statistics": (), "tiers": ()}
    )
    return Catalogue(NEW, dataset)


def all_changed(
    context: RenderContext, release: Release, kind: ChangeKind
) -> tuple[RenderContext, str, Sequence[Change]]:
    """A release in which this happened to every record, seen from the version before."""
    dataset, old = release.catalogue.dataset, "2026.08.01.1"
    if kind == "superseded":
        one = dataset.measures[0].id
        marked = [m.model_copy(update={"superseded_by": one}) for m in dataset.measures[1:]]
        dataset = dataset.model_copy(update={"measures": (dataset.measures[0], *marked)})
        changes = compare_catalogues(release.catalogue, build_release(NEW, dataset, {}).catalogue)
    elif kind == "changed":
        rewritten = tuple(every_text_new(m) for m in dataset.measures)
        new = dataset.model_copy(update={"measures": rewritten})
        changes = compare_catalogues(release.catalogue, build_release(NEW, new, {}).catalogue)
    else:
        none = {"measures": (), "awards": (), "zones": (), "statistics": ()}
        empty = build_release(old, dataset.model_copy(update=none), {})
        both = (empty, release) if kind == "new" else (release, empty)
        changes = compare_catalogues(*(each.catalogue for each in both))
        context = RenderContext(both[1], context.tr, context.today)
    return context, old, [change for change in changes if change.kind == kind]


def every_text_new(measure: Measure) -> Measure:
    """The measure with other words in all its texts, other sums in all its figures."""
    fields = ((name, getattr(measure, name)) for name in type(measure).model_fields)
    texts = {name: other_words(text) for name, text in fields if isinstance(text, Text)}
    figures = tuple(f.model_copy(update={"value": f.value * 2 + 1}) for f in measure.figures)
    return measure.model_copy(update={**texts, "figures": figures})


def other_words(text: Text) -> Text:
    return Text(en=f"Now {text.en} For all.", zh=f"现{text.zh}均可。")
