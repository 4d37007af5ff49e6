"""Notices to administrators of suspended digests: in a channel, directly, above an answer."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.digests.subscription import Digest
from bot.i18n.translator import Translator
from bot.ui.components import Component, Layout, container, line, shorten, text
from bot.ui.context import RenderContext
from bot.ui.digest_causes import cause_text
from bot.ui.escape import code

_MOST: Final = 3
"""Digests that are named one by one."""
_CAUSE: Final = 400


def trouble_notice(contexts: Sequence[RenderContext], digests: Sequence[Digest]) -> Layout:
    """That digests are suspended, why, and what happens next; in one language or more."""
    parts: list[Component] = []
    for context in contexts:
        if parts:
            parts.append(line())
        parts.append(text("\n".join(_trouble(context, digests))))
    return [container(*parts)]


def _trouble(context: RenderContext, digests: Sequence[Digest]) -> Iterator[str]:
    tr, registration = context.tr, context.registration
    yield tr("### A digest is suspended")
    yield from _causes(tr, digests)
    yield tr(
        "Nothing was lost: the settings are kept. It resumes automatically once the "
        "problem is solved; what changed in between is not posted retroactively."
    )
    if any(digest.cause and digest.cause.code == "refused" for digest in digests):
        yield tr(
            "If Discord gave no reason, use {resume}.", resume=registration.mention("digest resume")
        )
    if any(digest.cause and digest.cause.code == "unreadable" for digest in digests):
        yield tr(
            "If stored values cannot be read, use {edit} and {resume}.",
            edit=registration.mention("digest edit"),
            resume=registration.mention("digest resume"),
        )
    yield tr("In the server, {why} shows more.", why=registration.mention("digest why"))


def _causes(tr: Translator, digests: Sequence[Digest]) -> Iterator[str]:
    for digest in digests[:_MOST]:
        place = _place(digest)
        cause = shorten(cause_text(tr, digest.cause), _CAUSE) if digest.cause else ""
        said = tr("Digest {id} in {place} is suspended.", id=digest.id, place=place)
        yield f"- {said}{tr.space}{cause}".rstrip()
    if (more := len(digests) - _MOST) > 0:
        yield tr.many("-# … and {number} more", "-# … and {number} more", more)


def _place(digest: Digest) -> str:
    """The channel; with its last name where Discord has none for it any more."""
    target = digest.order.target
    gone = digest.cause is not None and digest.cause.code in ("channel-gone", "no-access")
    return (
        f"<#{target.channel_id}> `#{code(target.name, 100)}`" if gone else f"<#{target.channel_id}>"
    )


def command_notice(context: RenderContext, digests: Sequence[Digest]) -> Layout:
    """What nobody could be told before, above the answer to a command."""
    tr = context.tr
    told = tr("**Suspended, and nobody could be notified:**")
    return [container(text("\n".join((told, *_causes(tr, digests)))))]
