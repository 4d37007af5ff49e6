"""What /admin reload and rollback answer: faults, or differences with *Apply*, and the end."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.digests.overview import Concerned
from bot.domain.data.diff import CHANGE_KINDS, Change
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.faults import MAX_FAULTS, Fault, escaped, format_message, unpacked_faults
from bot.i18n.translator import N_, Translator
from bot.releases.proposal import Proposal
from bot.releases.reader import InvalidDataset
from bot.ui.blocks import TOPICS, district_names, fit, plain_card
from bot.ui.change_lines import CHANGE_NAMES, change_lines
from bot.ui.components import Layout, button, container, line, row, shorten, text
from bot.ui.context import RenderContext
from bot.ui.custom_ids import action_id
from bot.ui.digest_text import moment
from bot.ui.escape import code, echo

APPLY, DROP = "ada", "adc"
"""Names of the acts: an offer goes live, or is dropped."""
HEADINGS: Final[Mapping[str, str]] = {
    "disk": N_("### The data set on disk is valid"),
    "file": N_("### The attached data set is valid"),
    "release": N_("### Roll back to an older data set"),
}
SHELVES: Final[Mapping[str, str]] = {
    "sources": N_("sources"),
    "packages": N_("packages"),
    "measures": N_("measures"),
    "awards": N_("awards"),
    "zones": N_("parks and clusters"),
    "tiers": N_("tiers"),
    "statistics": N_("statistics"),
    "glossary": N_("glossary terms"),
    "questions": N_("records with wordings"),
}
_FAULT: Final = 160
_CHANGES: Final = 2200
_FIELD: Final = 300
_FIELDS: Final = 4
"""Fields of one change in the reply; the file has all."""


def data_faults_card(context: RenderContext, found: InvalidDataset) -> Layout:
    """How many faults, the first with their place, and that nothing changed."""
    tr = context.tr
    if found.count >= MAX_FAULTS:  # reading ended there
        heading = tr("### Not valid: at least {number} faults", number=f"{found.count:,}")
    else:
        heading = tr.many(
            "### Not valid: {number} fault", "### Not valid: {number} faults", found.count
        )
    stays = tr(
        "Nothing was changed; version {version} stays live.",
        version=context.release.catalogue.version,
    )
    listed = "\n".join(code(fault_line(tr, fault), _FAULT) for fault in found.faults)
    parts = [text(f"{heading}\n{stays}"), text(f"```\n{listed}\n```")]
    if found.count > len(found.faults):
        all_of_them = tr(
            "These are the first {shown}; the attached file has all.", shown=len(found.faults)
        )
        parts.append(text(all_of_them))
    return [container(*parts)]


def fault_line(tr: Translator, fault: Fault) -> str:
    """Where it is, as in the files, and what is wrong, in the reader's language."""
    last = "或" if tr.lang == "zh" else " or "
    said = format_message(tr(fault.reason.template), fault.reason.parts, tr.list_comma, last)
    return escaped(f"{fault.file}:{fault.line}: {fault.record}: {fault.field}: {said}")


def fault_listing(tr: Translator, found: InvalidDataset) -> bytes:
    """Every fault as a line of a file. Takes a moment for thousands: build it in a thread."""
    lines = (fault_line(tr, fault) for fault in unpacked_faults(found.packed))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def offer_card(
    context: RenderContext, offer: Proposal, concerned: Concerned, word: str, until: datetime
) -> Layout:
    """What would change and what it affects, with *Apply* where it may be applied."""
    tr = context.tr
    parts = [text("\n".join(_head(tr, offer)))]
    entries = list(_entries_of(tr, offer.found.changes))
    if entries:
        parts += [line(), text(fit(entries, _CHANGES, tr))]
    parts.append(text("\n".join(_whom(tr, offer.found.changes, concerned))))
    if offer.held_back:
        return [container(*parts, text(_held_back(tr, offer)))]
    note = tr(
        "-# Only you can apply this, once, until {when}; it is lost if the bot restarts.",
        when=moment(until, "t"),
    )
    buttons = row(
        button(tr("Apply"), action_id(tr, APPLY, word), style=3),
        button(tr("Cancel"), action_id(tr, DROP, word)),
    )
    return [container(*parts, text(note), buttons)]


def _head(tr: Translator, offer: Proposal) -> Iterator[str]:
    yield tr(HEADINGS[offer.source])
    if offer.known is not None:
        yield tr(
            "Version {version}, compared with {live}, which is live.",
            version=offer.known,
            live=offer.against,
        )
    else:
        yield tr("Compared with version {live}, which is live.", live=offer.against)
    kinds = [change.kind for change in offer.found.changes]
    counted = [f"{tr(CHANGE_NAMES[k])} {kinds.count(k)}" for k in CHANGE_KINDS if k in kinds]
    yield " · ".join(counted) or tr("No measure, zone, tier or statistic differs.")
    moved = [f"{tr(SHELVES[k])} {was} → {now}" for k, (was, now) in offer.found.moved.items()]
    if moved:
        yield tr("Records: {moved}", moved=" · ".join(moved))


def _whom(tr: Translator, changes: Sequence[Change], concerned: Concerned) -> Iterator[str]:
    yield _audience(tr, concerned)
    topics = [tr(name) for topic, name in TOPICS.items() if any(c.topic == topic for c in changes)]
    places = {place for change in changes for place in change.districts}
    if topics:
        yield tr("Topics: {names}", names=" · ".join(topics))
    if places:
        named = district_names(tr, [slug for slug in DISTRICTS if slug in places])
        yield tr("Districts: {names}", names=named)


def _audience(tr: Translator, concerned: Concerned) -> str:
    if not concerned.digests and not concerned.watches:
        return tr("Affects no digest and no watch.")
    return tr(
        "Affects {digests} in {servers}, and {watches}.",
        digests=tr.many("{number} digest", "{number} digests", concerned.digests),
        servers=tr.many("{number} server", "{number} servers", concerned.servers),
        watches=tr.many("{number} watch", "{number} watches", concerned.watches),
    )


def _held_back(tr: Translator, offer: Proposal) -> str:
    lost = [
        tr("{kind}: {gone} of {all}", kind=tr(SHELVES[k]), gone=gone, all=of)
        for k, (gone, of) in offer.found.lost.items()
    ]
    return tr(
        "**This would remove more than a fifth of the records of a kind** ({lost}). "
        "If that is intended, run the command again with `force: True`.",
        lost=" · ".join(lost),
    )


def _entries_of(tr: Translator, changes: Sequence[Change]) -> Iterator[str]:
    """The first records with their fields, old and new."""
    for change in changes:
        kind, name = tr(CHANGE_NAMES[change.kind]), tr.of(change.record.title)
        lines = [f"**{kind}** · {shorten(name, 100)} (`{change.record.id}`)"]
        told = change_lines(tr, change)
        lines += [f"- {shorten(one, _FIELD)}" for one in told[:_FIELDS]]
        if len(told) > _FIELDS:
            more = len(told) - _FIELDS
            lines.append(tr.many("-# … and {number} more", "-# … and {number} more", more))
        yield "\n".join(lines)


def listing(tr: Translator, changes: Sequence[Change]) -> bytes:
    """All changes as a text file."""
    lines: list[str] = []
    for change in changes:
        lines.append(
            f"{tr(CHANGE_NAMES[change.kind])}: {change.record.id} {tr.of(change.record.title)}"
        )
        lines += [f"  {_plain(one)}" for one in change_lines(tr, change)]
    return ("\n".join(lines) + "\n").encode()


def _plain(markdown: str) -> str:
    return markdown.replace("**", "").replace("~~", "").replace("\n", " ")


def tells_every_change(changes: Sequence[Change], tr: Translator) -> bool:
    """Whether the reply itself tells every change in full."""
    if any(len(change_lines(tr, change)) > _FIELDS for change in changes[:50]):
        return False
    entries = list(_entries_of(tr, changes[:50]))
    return len(changes) <= 50 and sum(len(entry) + 1 for entry in entries) <= _CHANGES


def live_card(context: RenderContext, version: str, before: str, *, new: bool) -> Layout:
    """That another data set is live now."""
    tr = context.tr
    said = tr(
        "Version **{version}** is now live here and replaces {before}. Other "
        "processes follow within ten seconds; answers already in progress finish "
        "with the old version.",
        version=version,
        before=before,
    )
    again = tr("This is an earlier version; digests do not announce the same changes again.")
    return plain_card(tr("### Applied"), said, *([] if new else [again]))


def same_card(context: RenderContext, version: str) -> Layout:
    """That nothing differs."""
    tr = context.tr
    return plain_card(
        tr("### Nothing to do"),
        tr("The content is that of version {version}, which is live.", version=version),
    )


def unknown_release_card(context: RenderContext, version: str) -> Layout:
    """That there is no such release."""
    tr = context.tr
    said = tr("There is no release {version}.", version=echo(version, 40))
    see = tr("`/admin history` lists them.")
    return plain_card(f"{said}{tr.space}{see}")


def busy_notice(tr: Translator) -> str:
    """That another reload is running."""
    return tr("Another reload is in progress. Please try again in a moment.")


def offer_gone_card(context: RenderContext) -> Layout:
    """That the offer cannot be applied any more."""
    said = context.tr(
        "This was already applied or cancelled, is older than ten minutes, or "
        "the bot has restarted since. Nothing was changed; run the command again."
    )
    return plain_card(said)


def dropped_card(context: RenderContext) -> Layout:
    """That nothing was changed."""
    return plain_card(context.tr("Cancelled; nothing was changed."))


def moved_on_notice(tr: Translator, version: str) -> str:
    """Explains why the comparison has changed."""
    return tr(
        "**Version {version} was activated in the meantime, so nothing was "
        "applied.** This is the comparison with it.",
        version=version,
    )
