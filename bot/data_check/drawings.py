"""Every drawing of a data set, each with the record that it shows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple, get_args

from bot.charts.specs import CHART_SPEC
from bot.data_check.pages import Page, is_huge, various
from bot.digests.interfaces import EditionMeta
from bot.domain.answers.answer import Answer, AnswerCard, Line
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.dataset import Dataset
from bot.domain.data.diff import Change, compare_catalogues
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Measure, Record, Term, Text, Topic, Validity, Zone
from bot.domain.digests.edition import compose_edition
from bot.domain.digests.subscription import DigestContent, dedup_key_of
from bot.domain.eligibility.check import evaluate
from bot.domain.eligibility.firm import Answers
from bot.domain.eligibility.tiers import Rules
from bot.domain.search.filters import Filters, browse
from bot.i18n.translator import Lang
from bot.ui.chart import picture_card
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.share import with_share
from bot.ui.trail import with_trail
from cogs.ask.cards import answer_card
from cogs.digest.cards.edition import Frame, edition_layouts, forum_title
from cogs.little_giant.check.cards.pages import page_card
from cogs.little_giant.check.cards.result import check_card
from cogs.little_giant.check.controls import CheckPage, CheckResult
from cogs.little_giant.check.file import check_file
from cogs.measures.cards.copy import copy_card
from cogs.measures.export.file import FORMATS, export_summary, file_content
from cogs.measures.export.markdown import document
from cogs.registry import REGISTRY
from cogs.watch.notice import changed_notice, trial_notice

SINCE: Final = "2000.01.01.1"
_PAGES, _FEW_PAGES = 20, 2
"""Pages of one view of the eligibility check; of a huge set few, as each scans every record."""
SAMPLED: Final = 5
"""Of a huge set only every so many editions and charts are drawn, as each scans every record."""
_LISTED: Final = 15
"""Changes in each of the editions of one topic or one district."""


class Drawing(NamedTuple):
    """A named drawing, and the record that it shows (or '')."""

    name: str
    record: str
    draw: Callable[[], Iterable[Layout]]


def page_drawing(context: RenderContext, page: Page) -> Drawing:
    """A registered view, as it is sent."""
    name = " ".join(
        [REGISTRY.views[page.name].draw.__name__.replace("_", " "), *filter(None, page.args)]
    )
    return Drawing(name, page.record, partial(_page, context, page))


def _page(context: RenderContext, page: Page) -> list[Layout]:
    """As sent to a person who came by a button."""
    drawn = REGISTRY.views[page.name].draw(context, *page.args)
    linked = with_trail(drawn, context.tr, page.name, page.args, ("fo",))
    return [with_share(linked, context.tr)]


def drawings(contexts: Mapping[Lang, RenderContext]) -> Iterator[tuple[Lang, Drawing]]:
    """Everything but the registered views and their charts, in each language."""
    first = next(iter(contexts.values()))
    catalogue = first.release.catalogue
    records = various(catalogue.records.values())
    changes = list(all_changes(catalogue, records, first.today))
    for lang, context in contexts.items():
        for drawing in (
            *_records(context, records),
            *_checks(context),
            Drawing("export", "", partial(_exported, context)),
            *_notices(context, changes),
        ):
            yield lang, drawing
    for drawing in _editions(contexts, changes):
        yield "en", drawing


def _records(context: RenderContext, records: Iterable[Record]) -> Iterator[Drawing]:
    for term in context.release.catalogue.dataset.glossary:
        yield Drawing("answer", term.id, partial(_answer, context, AnswerCard(term)))
    for record in records:
        figures = (Line(record, (figure,)) for figure in record.figures)
        card = AnswerCard(record, (*figures, Line(record, text=record.summary)))
        yield Drawing("answer", record.id, partial(_answer, context, card))
        for unstated in record.not_stated:
            line = Line(record, text=unstated.text, stated=False)
            card = AnswerCard(record, (line, Line(record, text=record.summary)))
            yield Drawing("answer", record.id, partial(_answer, context, card))
        if isinstance(record, Measure | Zone):
            yield Drawing("text to copy", record.id, partial(_copied, context, record))
        if isinstance(record, Measure):
            yield Drawing("test message", record.id, partial(_trial, context, record))


def _answer(context: RenderContext, card: AnswerCard) -> list[Layout]:
    record = card.record
    asked = record.en if isinstance(record, Term) else context.tr.of(record.title)
    status = "not-stated" if card.is_not_stated else "answered"
    return [answer_card(context, Answer(asked, status, (card,)))]


def _copied(context: RenderContext, record: Measure | Zone) -> list[Layout]:
    document(context, record)
    return [copy_card(context, record)]


def _trial(context: RenderContext, record: Record) -> list[Layout]:
    return [trial_notice(context, record.id, dedup_key_of(1, _moment(context), 1))]


def picture_drawing(context: RenderContext, name: str, args: tuple[str, ...]) -> Drawing:
    """The chart behind a *Chart* button, as a specification, and its card."""
    called = " ".join(["picture", name, *filter(None, args)])
    return Drawing(called, "", partial(_picture, context, name, args))


def _picture(context: RenderContext, name: str, args: tuple[str, ...]) -> list[Layout]:
    picture = REGISTRY.charts[name].build(context, *args)
    CHART_SPEC.validate_json(
        CHART_SPEC.dump_json(picture.plan)
    )  # as the process that draws gets it
    return [picture_card(context.tr, picture, "picture.png", name, args)]


def _checks(context: RenderContext) -> Iterator[Drawing]:
    """The eligibility check of an unknown firm, for each title under both sets of rules."""
    rules: Rules
    for rules in get_args(Rules):
        yield Drawing(f"eligibility check {rules}", "", partial(_check, context, rules))


def _check(context: RenderContext, rules: Rules) -> Iterator[Layout]:
    tiers, answers = context.release.catalogue.dataset.tiers, Answers()
    verdicts = evaluate(tiers, answers, rules, today=context.today, presuming=True)
    most = _FEW_PAGES if is_huge(context.release.catalogue) else _PAGES
    page: CheckPage
    for of_tier in verdicts.tiers:
        checked = CheckResult("=00", answers, verdicts, of_tier.tier_name)
        yield check_card(context, checked)
        for page in ("a", "o", "f"):
            last: Layout = []
            for number in range(most):
                layout = page_card(context, checked, page, number)
                if layout == last:
                    break
                yield layout
                last = layout
        check_file(context, checked)


def _exported(context: RenderContext) -> list[Layout]:
    filters = Filters(status="all")
    found = various(browse(context.release, filters, context.today).found)
    for kind in FORMATS:
        file_content(context, found, kind)
    export_summary(context, filters, found)
    return []


def _notices(context: RenderContext, changes: Iterable[tuple[Change, ...]]) -> Iterator[Drawing]:
    dedup_key = dedup_key_of(1, _moment(context), 1)
    every = [change for found in changes for change in found]
    for change in every:
        if isinstance(change.record, Measure):
            draw = partial(changed_notice, context, change, SINCE, dedup_key)
            yield Drawing("message of a watch", change.record.id, partial(_one, draw))


def _one(draw: Callable[[], Layout]) -> list[Layout]:
    return [draw()]


def _editions(
    contexts: Mapping[Lang, RenderContext], changes: list[tuple[Change, ...]]
) -> Iterator[Drawing]:
    """Each change by itself, then some of each topic and district; in both languages at once."""
    both = list(contexts.values())
    step = SAMPLED if is_huge(both[0].release.catalogue) else 1
    for found in changes[::step]:
        draw = partial(_edition, both, found, DigestContent("changes", "both"))
        yield Drawing("digest", found[0].record.id, draw)
    every = [change for found in changes for change in found]
    for topic in (None, *get_args(Topic)[::step]):
        yield _digest(both, every, DigestContent(lang="both", topic=topic))
    for district in list(DISTRICTS)[::step]:
        yield _digest(both, every, DigestContent(lang="both", district=district))


def _digest(contexts: list[RenderContext], every: list[Change], wish: DigestContent) -> Drawing:
    name = " ".join(["digest", *filter(None, (wish.topic, wish.district))])
    return Drawing(name, "", partial(_edition, contexts, every, wish))


def _edition(
    contexts: list[RenderContext], changes: Iterable[Change], wish: DigestContent
) -> list[Layout]:
    context = contexts[0]
    day, moment = context.today, _moment(context)
    whole = compose_edition(
        context.release.catalogue, list(changes), wish, today=day, previous=day, number=1
    )
    some = tuple(islice(whole.changes, _LISTED))
    frame = Frame(EditionMeta(1, SINCE, moment), partial(dedup_key_of, 1, moment))
    forum_title(contexts, wish, 1, day)
    return edition_layouts(contexts, whole._replace(changes=some), wish, frame)


def _moment(context: RenderContext) -> datetime:
    return datetime.combine(context.today, time(), UTC)


_COMPARED = ("measures", "awards", "zones", "tiers", "statistics")


def all_changes(
    catalogue: Catalogue, records: Iterable[Record], today: date
) -> Iterator[tuple[Change, ...]]:
    """For each of the records the changes a digest can report: new, changed, withdrawn."""
    ids = {(type(record), record.id) for record in records}
    kept = {
        kind: tuple(r for r in getattr(catalogue.dataset, kind) if (type(r), r.id) in ids)
        for kind in _COMPARED
    }
    dataset = _with(catalogue.dataset, kept)
    some = Catalogue(catalogue.version, dataset)
    empty = Catalogue(SINCE, _with(dataset, dict.fromkeys(_COMPARED, ())))
    other = {kind: tuple(_older(r, today) for r in getattr(dataset, kind)) for kind in _COMPARED}
    different = Catalogue(SINCE, _with(dataset, other))
    found: dict[tuple[type, str], list[Change]] = {}
    for old, new in ((empty, some), (different, some), (some, empty)):
        for change in compare_catalogues(old, new):
            found.setdefault((type(change.record), change.record.id), []).append(change)
    return (tuple(changes) for changes in found.values())


def _with(dataset: Dataset, by_kind: dict[str, tuple[Any, ...]]) -> Dataset:
    return dataset.model_copy(update=by_kind)


def _older(record: Any, today: date) -> Any:
    """The record with another value in every figure, text and date."""
    figures = tuple(f.model_copy(update={"value": f.value + 1}) for f in record.figures)
    text = Text(en=record.summary.zh, zh=record.summary.en)
    update: dict[str, object] = {"figures": figures, "summary": text}
    if hasattr(record, "validity"):
        update |= {"who": text, "conditions": (text,), "contact": text}
        update["validity"] = Validity(note=text, starts=today, ends=today + timedelta(200))
    if hasattr(record, "criteria"):
        criteria = (c.model_copy(update={"requirement": text}) for c in record.criteria)
        update["criteria"] = tuple(criteria)
    return record.model_copy(update=update)
