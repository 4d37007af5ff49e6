"""The texts around the lines of an edition: its name, its lead, its last line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.digests.interfaces import EditionMeta
from bot.domain.data.catalogue import source_ids
from bot.domain.data.diff import ChangeKind
from bot.domain.data.models import Topic
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import DigestContent
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import TOPICS, district_name
from bot.ui.context import RenderContext
from bot.ui.evidence import sources_text
from cogs.digest.cards.edition_lines import EditionLine, day_text, said

NAMES: Final[Mapping[Topic, str]] = {
    **TOPICS,
    "loan": N_("Loans"),
    "guarantee": N_("Guarantees"),
    "subsidy": N_("Subsidies"),
    "award": N_("Awards"),
    "zone": N_("Parks and zones"),
    "cluster": N_("Clusters"),
    "service": N_("Services"),
    "statistic": N_("Statistics"),
}
"""A topic as the name of a digest has it."""
_COUNTS: Final[Mapping[ChangeKind, str]] = {
    "changed": N_("{number} changed"),
    "superseded": N_("{number} superseded"),
    "withdrawn": N_("{number} withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of an edition's content."""

    meta: EditionMeta
    dedup_key: Callable[[int], str]
    """The key of a part, from 1."""
    role_id: int | None = None


class EditionTexts(NamedTuple):
    """The texts of one edition, in one language or in both."""

    contexts: Sequence[RenderContext]
    edition: Edition
    wish: DigestContent
    frame: Frame

    def said(self, say: Callable[[Translator], str]) -> str:
        """The same in each language, one below the other."""
        return said(self.contexts, lambda context: say(context.tr))

    def heading(self, part: int, parts: int) -> str:
        """What the digest is about, the day, the part."""
        counted = f" · {part}/{parts}" if parts > 1 else ""
        day = self.contexts[0].today

        def say(tr: Translator) -> str:
            names = *_scope(tr, self.wish), day_text(tr.lang, day, day)
            return f"### {' · '.join(names)}{counted}"

        return self.said(say)

    def head(self, part: int, parts: int) -> str:
        """The heading; on the first part also the lead, and that it is late."""
        lines = [self.heading(part, parts)]
        if part == 1 and (self.wish.content != "overview" or self.edition.in_force):
            lines.append(self.said(lambda tr: f"**{self.lead(tr)}**"))
        return "\n".join((*lines, *self.late(part)))

    def lead(self, tr: Translator) -> str:
        """How much changed and closes soon; in a first edition also how much is in force."""
        counts = list(_counts(tr, self.edition))
        if self.edition.previous is not None and not self.edition.changes:
            day = day_text(tr.lang, self.edition.previous, self.contexts[0].today)
            counts.insert(0, tr("Nothing changed since {date}", date=day))
        return " · ".join(counts) or tr("Nothing is in force")

    def nothing(self, tr: Translator) -> str:
        """The one line of an edition in which nothing changed."""
        limited = self.wish.topic or self.wish.district
        return " · ".join((*(_scope(tr, self.wish) if limited else ()), self.lead(tr)))

    def worth_knowing(self, tr: Translator) -> str:
        """The heading of the overview."""
        return tr("**Worth knowing · {topic}**", topic=tr(NAMES[self.edition.topic or "funding"]))

    def late(self, part: int) -> list[str]:
        """That it was due before, on the first part."""
        if not self.frame.meta.late or part > 1:
            return []
        moment = f"<t:{int(self.frame.meta.slot.timestamp())}:f>"
        return [self.said(lambda tr: tr("-# Due {moment}, posted late", moment=moment))]

    def above(self, part: int) -> str:
        """The lines above the card: that it is a preview, and whom it mentions."""
        lines: list[str] = []
        if self.frame.meta.preview:
            note = N_("**Preview**: only you see this; nobody is pinged.")
            lines.append(self.said(lambda tr: tr(note)))
        if self.frame.role_id and part == 1:
            lines.append(f"<@&{self.frame.role_id}>")
        return "\n".join(lines)

    def foot(self, lines: Sequence[EditionLine]) -> str:
        """The small line at the end: the sources of what is shown, and the edition."""
        catalogue = self.contexts[0].release.catalogue
        ids = {source for line in lines for source in source_ids(line.record)}
        known = [catalogue.sources[source] for source in ids if source in catalogue.sources]

        def say(tr: Translator) -> Iterator[str]:
            if known:
                yield sources_text(tr, known)
            yield tr("edition {number}", number=self.frame.meta.number)
            if self.frame.meta.manual:
                yield tr("on request")

        return self.said(lambda tr: f"-# {' · '.join(say(tr))}")


def digest_name(tr: Translator, wish: DigestContent) -> str:
    """The name of a digest: its subject, its topic, its district."""
    return " · ".join(dict.fromkeys((tr("Shanghai SME support"), *_scope(tr, wish))))


def _scope(tr: Translator, wish: DigestContent) -> tuple[str, ...]:
    """What a digest is limited to; else its subject."""
    return tuple(limits_of(tr, wish)) or (tr("Shanghai SME support"),)


def limits_of(tr: Translator, wish: DigestContent) -> Iterator[str]:
    """The topic and the district that a digest is limited to, if any."""
    if wish.topic:
        yield tr(NAMES[wish.topic])
    if wish.district:
        yield district_name(tr, wish.district)


def _counts(tr: Translator, edition: Edition) -> Iterator[str]:
    """What changed, new and listed again apart, closes soon, is in force; a zero is left out."""
    again = len(edition.returned)
    new = sum(change.kind == "new" for change in edition.changes) - again
    if new:
        yield tr("{number} new", number=new)
    if again:
        yield tr("{number} listed again", number=again)
    for kind, form in _COUNTS.items():
        if number := sum(change.kind == kind for change in edition.changes):
            yield tr(form, number=number)
    if number := len(edition.closing):
        yield tr.many("{number} closes soon", "{number} close soon", number)
    if number := edition.in_force:
        yield tr.many("{number} measure in force", "{number} measures in force", number)
