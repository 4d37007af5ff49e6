"""Editions of the real data, changed in many ways, and what is read of their messages."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any, get_args

from bot.digests.interfaces import EditionMeta
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.diff import compare_catalogues
from bot.domain.data.models import Measure, Text, Validity
from bot.domain.digests.edition import Edition, compose_edition
from bot.domain.digests.subscription import DigestContent, PostLang, dedup_key_of
from bot.domain.release import Release
from bot.ui.components import Layout, walk
from bot.ui.line_width import lines_of
from cogs.digest.cards.edition import Frame
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


def closing_measures(release: Release, count: int, days: int = 1) -> tuple[Measure, ...]:
    """The first measures, each ending so many days after the one before."""
    found = list(release.catalogue.measures.values())[:count]
    ends = [TODAY + timedelta(days * (1 + place)) for place in range(count)]
    validities = [Validity(note=found[0].summary, ends=end) for end in ends]
    return tuple(
        m.model_copy(update={"validity": v}) for m, v in zip(found, validities, strict=True)
    )
