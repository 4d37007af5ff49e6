"""All that is ever drawn of a data set, each drawing with the record that it shows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from itertools import islice
from typing import Final, NamedTuple, get_args

from bot.charts.specs import PLAN
from bot.data_check.pages import Page, is_huge, various
from bot.domain.answers.ask import Answer, Card
from bot.domain.data.diff import Change
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.hypothetical_changes import all_changes
from bot.domain.data.models import Measure, Record, Term, Topic, Zone
from bot.domain.digests.edition import compose
from bot.domain.digests.subscription import Wish, mark_of
from bot.domain.eligibility.check import evaluate
from bot.domain.eligibility.firm import Answers
from bot.domain.eligibility.ladder import Rules
from bot.domain.search.filters import Filters, browse
from bot.i18n.translator import Lang
from bot.ui.chart_card import picture_card
from bot.ui.components import Layout
from bot.ui.context import Scene
from bot.ui.share import with_share
from cogs.ask.cards import answer_card
from cogs.digest.cards.edition import Frame, edition_layouts, forum_title
from cogs.little_giant.check.cards.result import check_card, pages_card
from cogs.little_giant.check.controls import Checked
from cogs.little_giant.check.file import check_file
from cogs.measures.cards.copy import copy_card
from cogs.measures.export.file import FORMATS, file_content, summary
from cogs.measures.export.markdown import document
from cogs.registry import REGISTRY
from cogs.watch.notice import changed_notice, trial_notice

SINCE: Final = "2000.01.01.1"
_PAGES, _FEW_PAGES = 20, 2
"""Pages of one view of the eligibility check; of a huge set few, as each costs a look at it all."""
_TOLD: Final = 15
"""Changes in each of the editions of one topic or one district."""


class Drawing(NamedTuple):
    """Something to draw, how it is called, and the record that it shows, if it shows one."""

    name: str
    record: str
    draw: Callable[[], Iterable[Layout]]


def page_drawing(scene: Scene, page: Page) -> Drawing:
    """A view of the book, as it is sent."""
    name = " ".join(
        [REGISTRY.views[page.name].draw.__name__.replace("_", " "), *filter(None, page.args)]
    )
    return Drawing(
        name,
        page.record,
        lambda: [with_share(REGISTRY.views[page.name].draw(scene, *page.args), scene.words)],
    )


def drawings(scenes: Mapping[Lang, Scene]) -> Iterator[tuple[Lang, Drawing]]:
    """Everything but the views of the book and their pictures, in each language."""
    scene = next(iter(scenes.values()))
    drawn = {(type(r), r.id) for r in various(scene.release.catalogue.records.values())}
    changes = [
        found
        for found in all_changes(scene.release.catalogue, scene.today)
        if (type(found[0].record), found[0].record.id) in drawn
    ]
    for lang, scene in scenes.items():
        for drawing in (
            *_records(scene),
            *_checks(scene),
            *_files(scene),
            *_notices(scene, changes),
        ):
            yield lang, drawing
    for drawing in _editions(scenes, changes):
        yield "en", drawing


def _records(scene: Scene) -> Iterator[Drawing]:
    catalogue = scene.release.catalogue
    for term in catalogue.dataset.glossary:
        yield Drawing("answer", term.id, partial(_answer, scene, Card(term)))
    for record in various(catalogue.records.values()):
        yield Drawing("answer", record.id, partial(_answer, scene, Card(record, record.figures)))
        for silence in record.not_stated:
            card = Card(record, silence=silence)
            yield Drawing("answer", record.id, partial(_answer, scene, card))
        if isinstance(record, Measure | Zone):
            yield Drawing("text to copy", record.id, partial(_copied, scene, record))
        if isinstance(record, Measure):
            yield Drawing("test message", record.id, partial(_trial, scene, record))


def _answer(scene: Scene, card: Card) -> list[Layout]:
    record = card.record
    asked = record.en if isinstance(record, Term) else scene.words.of(record.title)
    status = "not-stated" if card.silent else "answered"
    return [answer_card(scene, Answer(asked, status, (card,)))]


def _copied(scene: Scene, record: Measure | Zone) -> list[Layout]:
    document(scene, record)
    return [copy_card(scene, record)]


def _trial(scene: Scene, record: Record) -> list[Layout]:
    return [trial_notice(scene, record.id, mark_of(1, _moment(scene), 1))]


def picture_drawing(scene: Scene, name: str, args: tuple[str, ...]) -> Drawing:
    """The picture that a button *Chart* leads to, as a plan, and the card around it."""
    called = " ".join(["picture", name, *filter(None, args)])
    return Drawing(called, "", partial(_picture, scene, name, args))


def _picture(scene: Scene, name: str, args: tuple[str, ...]) -> list[Layout]:
    picture = REGISTRY.charts[name].build(scene, *args)
    PLAN.validate_json(PLAN.dump_json(picture.plan))  # as the process that draws gets it
    return [picture_card(scene, picture, "picture.png")]


def _checks(scene: Scene) -> Iterator[Drawing]:
    """The eligibility check of a firm of which nothing is known, under both sets of rules."""
    rules: Rules
    for rules in get_args(Rules):
        yield Drawing(f"eligibility check {rules}", "", partial(_check, scene, rules))


def _check(scene: Scene, rules: Rules) -> Iterator[Layout]:
    answers = Answers()
    tiers = scene.release.catalogue.dataset.tiers
    checked = Checked("key", answers, evaluate(tiers, answers, rules, today=scene.today))
    yield check_card(scene, checked)
    for view in ("all", "opens"):
        seen: list[Layout] = []
        most = _FEW_PAGES if is_huge(scene) else _PAGES
        while (
            len(seen) < most
            and (layout := pages_card(scene, checked, view, len(seen))) not in seen[-1:]
        ):
            seen.append(layout)
        yield from seen
    check_file(scene, checked)


def _files(scene: Scene) -> Iterator[Drawing]:
    yield Drawing("export", "", partial(_exported, scene))


def _exported(scene: Scene) -> list[Layout]:
    filters = Filters(status="all")
    found = various(browse(scene.release, filters, scene.today).found)
    for kind in FORMATS.values():
        file_content(scene, found, kind)
    summary(scene, filters, found)
    return []


# -- What digests tell --


def _notices(scene: Scene, changes: Iterable[tuple[Change, ...]]) -> Iterator[Drawing]:
    mark = mark_of(1, _moment(scene), 1)
    every = [change for found in changes for change in found]
    for change in every:
        if isinstance(change.record, Measure):
            draw = partial(changed_notice, scene, change, SINCE, mark)
            yield Drawing("message of a watch", change.record.id, partial(_one, draw))


def _one(draw: Callable[[], Layout]) -> list[Layout]:
    return [draw()]


def _editions(scenes: Mapping[Lang, Scene], changes: list[tuple[Change, ...]]) -> Iterator[Drawing]:
    """Each change by itself, then some of each topic and district; in both languages at once."""
    both = list(scenes.values())
    for found in changes:
        draw = partial(_edition, both, found, Wish("changes", "both"))
        yield Drawing("digest", found[0].record.id, draw)
    every = [change for found in changes for change in found]
    for topic in (None, *get_args(Topic)):
        yield _digest(both, every, Wish(lang="both", topic=topic))
    for district in DISTRICTS:
        yield _digest(both, every, Wish(lang="both", district=district))


def _digest(scenes: list[Scene], every: list[Change], wish: Wish) -> Drawing:
    name = " ".join(["digest", *filter(None, (wish.topic, wish.district))])
    return Drawing(name, "", partial(_edition, scenes, every, wish))


def _edition(scenes: list[Scene], changes: Iterable[Change], wish: Wish) -> list[Layout]:
    scene = scenes[0]
    day, moment = scene.today, _moment(scene)
    whole = compose(scene.release.catalogue, list(changes), wish, today=day, previous=day, number=1)
    some = tuple(islice(whole.changes, _TOLD))
    frame = Frame(1, SINCE, lambda part: mark_of(1, moment, part))
    forum_title(scenes, wish, 1, day, frame.marks(1))
    return edition_layouts(scenes, replace(whole, changes=some), wish, frame)


def _moment(scene: Scene) -> datetime:
    return datetime.combine(scene.today, time(), UTC)
