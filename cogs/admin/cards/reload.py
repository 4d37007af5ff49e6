"""What /admin reload and rollback answer: faults, or differences with *Apply*, and the end."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.data.diff import CHANGE_KINDS, Change, ChangeKind
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.faults import Fault, escaped, worded
from bot.domain.data.loader import MOST_FAULTS
from bot.i18n.translator import Words, mark
from bot.monitoring.overview import Concerned
from bot.releases.fault_codec import unpacked_faults
from bot.releases.proposal import Offer
from bot.releases.reader import Faulty
from bot.ui.actions import act_to
from bot.ui.blocks import TOPICS, district_names, fit
from bot.ui.change_lines import change_lines
from bot.ui.components import Layout, button, line, row, shorten, text
from bot.ui.context import Scene
from bot.ui.digest_text import card, moment, plain_card
from bot.ui.escape import code, echo

APPLY, DROP = "ada", "adc"
"""Names of the acts: an offer goes live, or is dropped."""
HEADINGS: Final[Mapping[str, str]] = {
    "disk": mark("### The data set on disk is valid"),
    "file": mark("### The attached data set is valid"),
    "release": mark("### Back to an older data set"),
}
_KINDS: Final[Mapping[ChangeKind, str]] = {
    "new": mark("New"),
    "changed": mark("Changed"),
    "superseded": mark("Superseded"),
    "withdrawn": mark("Withdrawn"),
}
SHELVES: Final[Mapping[str, str]] = {
    "sources": mark("sources"),
    "packages": mark("packages"),
    "measures": mark("measures"),
    "awards": mark("awards"),
    "zones": mark("parks and clusters"),
    "tiers": mark("tiers"),
    "statistics": mark("statistics"),
    "glossary": mark("glossary terms"),
}
_FAULT: Final = 160
_CHANGES: Final = 2200
_FIELD: Final = 300
_FIELDS: Final = 4
"""Fields of one change in the reply; the file has all."""


# -- Not valid --


def faults_card(scene: Scene, found: Faulty) -> Layout:
    """How many faults, the first with their place, and that nothing changed."""
    words = scene.words
    if found.count >= MOST_FAULTS:  # reading ended there
        heading = words("### Not valid: at least {number} faults", number=f"{found.count:,}")
    else:
        heading = words.many(
            "### Not valid: {number} fault", "### Not valid: {number} faults", found.count
        )
    stays = words(
        "Nothing was changed; version {version} stays live.",
        version=scene.release.catalogue.version,
    )
    listed = "\n".join(_fault(words, fault) for fault in found.faults)
    parts = [text(f"{heading}\n{stays}"), text(f"```\n{listed}\n```")]
    if found.count > len(found.faults):
        all_of_them = words(
            "These are the first {shown}; the attached file has all.", shown=len(found.faults)
        )
        parts.append(text(all_of_them))
    return card(scene, *parts)


def _fault(words: Words, fault: Fault) -> str:
    return code(fault_line(words, fault), _FAULT)


def fault_line(words: Words, fault: Fault) -> str:
    """Where it is, as in the files, and what is wrong, in the reader's language."""
    comma, last = ("、", "或") if words.lang == "zh" else (", ", " or ")
    said = worded(words(fault.said.template), fault.said.parts, comma, last)
    return escaped(f"{fault.file}:{fault.line}: {fault.record}: {fault.field}: {said}")


def fault_listing(words: Words, found: Faulty) -> bytes:
    """Every fault as a line of a file. Takes a moment for thousands: build it in a thread."""
    lines = (fault_line(words, fault) for fault in unpacked_faults(found.packed))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


# -- Valid --


def offer_card(
    scene: Scene, offer: Offer, concerned: Concerned, word: str, until: datetime
) -> Layout:
    """What would change and whom it concerns, with *Apply* where it may be applied."""
    words = scene.words
    parts = [text("\n".join(_head(words, offer)))]
    entries = list(entries_of(words, offer.found.changes, fields=_FIELDS))
    if entries:
        parts += [line(), text(fit(entries, _CHANGES, words))]
    parts.append(text("\n".join(_whom(words, offer.found.changes, concerned))))
    if offer.held_back:
        return card(scene, *parts, text(_held_back(words, offer)))
    note = words(
        "-# Only you can apply it, once, until {when}; a restart of the bot forgets it.",
        when=moment(until, "t"),
    )
    buttons = row(
        button(words("Apply"), act_to(words, APPLY, word), style=3),
        button(words("Cancel"), act_to(words, DROP, word)),
    )
    return card(scene, *parts, text(note), buttons)


def _head(words: Words, offer: Offer) -> Iterator[str]:
    yield words(HEADINGS[offer.source])
    if offer.known is not None:
        yield words(
            "Version {version}, compared with {live}, which is live.",
            version=offer.known,
            live=offer.against,
        )
    else:
        yield words("Compared with version {live}, which is live.", live=offer.against)
    kinds = [change.kind for change in offer.found.changes]
    counted = [f"{words(_KINDS[k])} {kinds.count(k)}" for k in CHANGE_KINDS if k in kinds]
    yield " · ".join(counted) or words("No measure, zone, tier or statistic differs.")
    moved = [f"{words(SHELVES[k])} {was} → {now}" for k, (was, now) in offer.found.moved.items()]
    if moved:
        yield words("Records: {moved}", moved=" · ".join(moved))


def _whom(words: Words, changes: Sequence[Change], concerned: Concerned) -> Iterator[str]:
    digests = words.many("{number} digest", "{number} digests", concerned.digests)
    servers = words.many("{number} server", "{number} servers", concerned.servers)
    watches = words.many("{number} watch", "{number} watches", concerned.watches)
    yield words(
        "Concerns {digests} in {servers}, and {watches}.",
        digests=digests,
        servers=servers,
        watches=watches,
    )
    topics = [
        words(name) for topic, name in TOPICS.items() if any(c.topic == topic for c in changes)
    ]
    places = {place for change in changes for place in change.districts}
    if topics:
        yield words("Topics: {names}", names=" · ".join(topics))
    if places:
        named = district_names(words, [slug for slug in DISTRICTS if slug in places])
        yield words("Districts: {names}", names=named)


def _held_back(words: Words, offer: Offer) -> str:
    lost = [
        words("{kind}: {gone} of {all}", kind=words(SHELVES[k]), gone=gone, all=of)
        for k, (gone, of) in offer.found.lost.items()
    ]
    return words(
        "**More than a fifth of the records of a kind would go** ({lost}). If that is meant, use "
        "the command again with `force: True`.",
        lost=" · ".join(lost),
    )


def entries_of(words: Words, changes: Sequence[Change], *, fields: int) -> Iterator[str]:
    """Each record with its fields, old and new, at most so many."""
    for change in changes:
        kind, name = words(_KINDS[change.kind]), words.of(change.record.title)
        lines = [f"**{kind}** · {shorten(name, 100)} (`{change.record.id}`)"]
        told = change_lines(words, change)
        lines += [f"- {shorten(one, _FIELD)}" for one in told[:fields]]
        if len(told) > fields:
            more = len(told) - fields
            lines.append(words.many("-# … and {number} more", "-# … and {number} more", more))
        yield "\n".join(lines)


def listing(words: Words, changes: Sequence[Change]) -> bytes:
    """All changes as a text file."""
    lines: list[str] = []
    for change in changes:
        lines.append(
            f"{words(_KINDS[change.kind])}: {change.record.id} {words.of(change.record.title)}"
        )
        lines += [f"  {_plain(one)}" for one in change_lines(words, change)]
    return ("\n".join(lines) + "\n").encode()


def _plain(markdown: str) -> str:
    return markdown.replace("**", "").replace("~~", "").replace("\n", " ")


def is_whole(changes: Sequence[Change], words: Words) -> bool:
    """Whether the reply itself tells every change in full."""
    if any(len(change_lines(words, change)) > _FIELDS for change in changes[:50]):
        return False
    entries = list(entries_of(words, changes[:50], fields=_FIELDS))
    return len(changes) <= 50 and sum(len(entry) + 1 for entry in entries) <= _CHANGES


# -- What came of it --


def live_card(scene: Scene, version: str, before: str, *, new: bool) -> Layout:
    """That another data set is live now."""
    words = scene.words
    said = words(
        "Version **{version}** is live here, in place of {before}. Other processes follow within "
        "ten seconds; answers that had begun end on the old one.",
        version=version,
        before=before,
    )
    again = words(
        "It is a version from before; what digests announced once is not announced as new."
    )
    return plain_card(scene, words("### Applied"), said, *([] if new else [again]))


def same_card(scene: Scene, version: str) -> Layout:
    """That nothing differs."""
    words = scene.words
    return plain_card(
        scene,
        words("### Nothing to do"),
        words("The content is that of version {version}, which is live.", version=version),
    )


def unknown_card(scene: Scene, version: str) -> Layout:
    """That there is no such release."""
    words = scene.words
    said = words("There is no release {version}.", version=echo(version, 40))
    see = words("`/admin history` lists them.")
    return plain_card(scene, f"{said} {see}" if words.lang == "en" else f"{said}{see}")


def busy_card(scene: Scene) -> Layout:
    """That another reload is on its way."""
    return plain_card(scene, busy_notice(scene.words))


def busy_notice(words: Words) -> str:
    """The sentence of `busy_card`."""
    return words("Another reload is on its way. Please try again in a moment.")


def gone_card(scene: Scene) -> Layout:
    """That the offer cannot be applied any more."""
    words = scene.words
    return plain_card(
        scene,
        words(
            "This was applied or cancelled already, is older than ten minutes, or the bot was "
            "restarted meanwhile. Nothing was changed; use the command again."
        ),
    )


def dropped_card(scene: Scene) -> Layout:
    """That nothing was changed."""
    return plain_card(scene, scene.words("Cancelled; nothing was changed."))


def moved_on_notice(words: Words, version: str) -> str:
    """That the comparison was made anew."""
    return words(
        "**Version {version} came live meanwhile, so nothing was applied.** This is the comparison "
        "with it.",
        version=version,
    )
