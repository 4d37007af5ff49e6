"""The cards of the pictures in the docs, at the moment at which these are drawn, and their hashes.

Left out is `/admin status`, whose numbers are those of a running process.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bot.charts.specs import CHART_SPEC
from bot.data_check.drawings import page_drawing
from bot.data_check.pages import Page
from bot.digests.interfaces import EditionMeta
from bot.domain.answers.ask import answer_question
from bot.domain.digests.edition import compose_edition
from bot.domain.digests.subscription import DigestContent, Order, Target
from bot.domain.eligibility.check import evaluate
from bot.domain.release import Release
from bot.i18n.translator import Lang, read_translators
from bot.releases.startup import offline_release
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from cogs.ask.cards import answer_card
from cogs.digest.cards.edition import Frame, edition_layouts
from cogs.digest.cards.order import ChannelStatus, PendingOrder
from cogs.digest.cards.pending import pending_order_card
from cogs.little_giant.check.answers import read_answers
from cogs.little_giant.check.cards.result import check_card
from cogs.little_giant.check.controls import CheckResult
from cogs.measures.cards.copy import copy_card
from cogs.registry import REGISTRY
from tests.end_to_end.program import DATA, ROOT

MOMENT: Final = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
"""Nine in the morning in Shanghai."""
FOLDER: Final = ROOT / "docs" / "screenshots"
HASHES: Final = FOLDER / "cards.json"
PUDONG: Final = "How much does Pudong pay a new little giant?"
TERM: Final = "什么是首台套"
COMPARED: Final = ("d24-loan", "a25-loan")
FIRM: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("specialised",),
    "revenue": ("40m",),
    "rd": ("3m",),
    "rights": ("5",),
}


def view(lang: Lang, name: str, *args: str) -> Callable[[Release], Any]:
    return lambda release: [*page_drawing(context(release, lang), Page(name, args)).draw()]


def chart(lang: Lang, name: str, *args: str) -> Callable[[Release], Any]:
    def plan(release: Release) -> Any:
        return CHART_SPEC.dump_python(
            REGISTRY.charts[name].build(context(release, lang), *args).plan, mode="json"
        )

    return plan


def answer(lang: Lang, question: str) -> Callable[[Release], Layout]:
    def card(release: Release) -> Layout:
        shown = context(release, lang)
        return answer_card(shown, answer_question(release, question, shown.today))

    return card


def copied(release: Release) -> Layout:
    return copy_card(context(release, "zh"), release.catalogue.measures["a25-interest"])


def checked(release: Release) -> Layout:
    shown, (answers, problems) = context(release, "en"), read_answers(FIRM)
    tiers = release.catalogue.dataset.tiers
    verdicts = evaluate(tiers, answers, "current", today=shown.today, presuming=True)
    return check_card(shown, CheckResult("=00", answers, verdicts, "little-giant", problems))


def ordered(release: Release) -> Layout:
    order = Order(
        Target(1, 2, "text", "ask-here"), DigestContent(), "weekdays 09:00", "Asia/Shanghai"
    )
    waiting = PendingOrder(1, order, None, ChannelStatus())
    return pending_order_card(context(release, "en"), waiting, MOMENT)


def posted(release: Release) -> list[Layout]:
    shown, wish = context(release, "en"), DigestContent()
    edition = compose_edition(
        release.catalogue, (), wish, today=shown.today, previous=None, number=1
    )
    meta = EditionMeta(1, release.catalogue.version, MOMENT)
    frame = Frame(meta, lambda part: f"LG-{part}")
    return edition_layouts([shown], edition, wish, frame)


def context(release: Release, lang: Lang) -> RenderContext:
    return RenderContext(release, read_translators()[lang], MOMENT.date())


CARDS: Final[Mapping[str, Callable[[Release], Any]]] = {
    "ask": answer("en", PUDONG),
    "match": view("en", "ma", "minhang", "little-giant", "", "", "f", "0"),
    "funding-overview": view("en", "fo"),
    "zones-list-zh": view("zh", "zl", "", "", "", "0"),
    "little-giant-criteria": view("en", "lc", "", "current", "0"),
    "digest-create": ordered,
    "digest-post": posted,
    "measure-zh": view("zh", "ms", "a25-interest"),
    "copy-zh": copied,
    "check": checked,
    "funding-chart": chart("en", "fo"),
    "tiers-zh": chart("zh", "lc", "current"),
    "numbers-chart": chart("en", "ln"),
    "zones-map-zh": view("zh", "zd", "biomedicine"),
    "awards-zh": view("zh", "la", ""),
    "compare": view("en", "mc", *COMPARED, "", "0"),
    "term-zh": answer("zh", TERM),
    "watch": view("en", "m", COMPARED[0]),
}


def hashes(release: Release) -> dict[str, str]:
    """The hash of each card's JSON."""
    return {name: _hash(card(release)) for name, card in CARDS.items()}


def _hash(card: Any) -> str:
    packed = json.dumps(card, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(packed.encode()).hexdigest()[:16]


def drawn_release() -> Release:
    """The data in the tree, as the demo shows them at that moment."""
    return offline_release(Path(DATA), MOMENT)


def write_hashes(names: Collection[str] = ()) -> None:
    """Records the cards that the named pictures, or all, now show."""
    before: dict[str, str] = json.loads(HASHES.read_text("utf-8")) if HASHES.exists() else {}
    now = {n: found for n, found in hashes(drawn_release()).items() if not names or n in names}
    HASHES.write_text(json.dumps({**before, **now}, indent=2, sort_keys=True) + "\n", "utf-8")
