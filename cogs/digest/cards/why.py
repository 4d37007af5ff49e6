"""Why a digest was not posted: the stages of the sender, and where it stopped."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from bot.digests.administration import STAGES, Diagnosis, Stage
from bot.domain.digests.subscription import Cause
from bot.i18n.translator import N_, Translator
from bot.ui.components import Layout, container, text
from bot.ui.context import RenderContext
from bot.ui.digest_causes import cause_text, run_result
from bot.ui.digest_text import moment
from cogs.digest.cards.role_mention import status_text

_NAMES: Final[Mapping[Stage, str]] = {
    "due": N_("Due"),
    "paused": N_("Not paused"),
    "permission": N_("Permission"),
    "content": N_("Content"),
    "claimed": N_("Claimed"),
    "sent": N_("Sent"),
}
Say: TypeAlias = Callable[[RenderContext, Diagnosis], str]


def why_card(context: RenderContext, why: Diagnosis) -> Layout:
    """Each stage in words, and what to do about the one that stopped it."""
    tr = context.tr
    head = [tr("### Digest {id}: step by step", id=why.digest.id), f"<#{why.digest.channel_id}>"]
    parts = ["\n".join([*head, *_stages(tr, why)]), _verdict(context, why)]
    if _only_waits(why):  # what follows is no fault
        parts = ["\n".join([*head, parts[1]]), "\n".join(_stages(tr, why))]
    mention = status_text(tr, why.mention)
    return [container(*map(text, filter(None, [*parts, mention])))]


def _only_waits(why: Diagnosis) -> bool:
    """Whether it is not due yet and its last run succeeded."""
    return why.stopped_at == "due" and (why.last is None or why.last.cause is None)


def _stages(tr: Translator, why: Diagnosis) -> Iterator[str]:
    stopped = why.stopped_at
    behind = False
    for number, stage in enumerate(STAGES, 1):
        if stage == stopped and _only_waits(why):
            state, behind = _when_due(tr, why), True
        elif stage == stopped:
            state, behind = tr("stopped here"), True
        elif stage == "due" and stopped in ("paused", "permission"):
            state = _when_due(tr, why)
        else:
            later = tr("later") if _only_waits(why) else tr("not reached")
            state = later if behind else tr("passed")
        yield f"{number}. **{tr(_NAMES[stage])}** · {state}"


def _when_due(tr: Translator, why: Diagnosis) -> str:
    run = why.digest.next_run_at
    if run is None:
        return tr("no next run while it is stopped")
    return tr("next run {when} ({far})", when=moment(run), far=moment(run, "R"))


def _verdict(context: RenderContext, why: Diagnosis) -> str:
    stopped = why.stopped_at
    if stopped is None:
        return _all_passed(context, why)
    if _only_waits(why):
        return _due(context, why)
    heading = f"**{context.tr(_NAMES[stopped])}**{context.tr.colon}"
    return heading + _SAYS[stopped](context, why)


def _all_passed(context: RenderContext, why: Diagnosis) -> str:
    tr, last = context.tr, why.last
    said = tr("Nothing stopped it: the last edition is in the channel.")
    if last is not None:
        result = run_result(tr, last, why.digest.guild_id)
        said += "\n" + tr("Last run {when}: {result}", when=moment(last.slot, "f"), result=result)
    if why.digest.next_run_at is not None:
        said += "\n" + _next(tr, why)
    return said


def _next(tr: Translator, why: Diagnosis) -> str:
    run = why.digest.next_run_at or why.now
    when, far = moment(run), moment(run, "R")
    said = tr("Its next run is {when} ({far}).", when=when, far=far)
    changes = tr("It has not posted yet.")
    if why.last:
        changes = tr.many(
            "{number} record has changed since its last edition, before its filters.",
            "{number} records have changed since its last edition, before its filters.",
            why.changes,
        )
    if not why.has_content:
        changes += tr.space + tr("There is nothing to post right now.")
    return f"{said}{tr.space}{changes}"


def _due(context: RenderContext, why: Diagnosis) -> str:
    tr = context.tr
    said = tr("Nothing is wrong: it is not due yet.")
    last = why.last
    if last is not None and last.cause is not None:
        result = run_result(tr, last)
        said = tr("Last run {when}: {result}", when=moment(last.slot, "f"), result=result)
    run = tr("{run} posts it now.", run=context.registration.mention("digest run"))
    return f"{said}{tr.space}{_next(tr, why)}{tr.space}{run}"


def _paused(context: RenderContext, why: Diagnosis) -> str:
    return context.tr(
        "it has been paused since {when}; {resume} restarts it.",
        when=moment(why.digest.since, "f"),
        resume=context.registration.mention("digest resume"),
    )


def _permission(context: RenderContext, why: Diagnosis) -> str:
    tr, obstacle = context.tr, why.obstacle
    unreadable = bool(why.digest.unreadable)
    cause = obstacle if isinstance(obstacle, Cause) and not unreadable else why.digest.cause
    said = cause_text(tr, cause) if cause else tr("the bot cannot post in the channel.")
    if why.digest.state != "suspended" or (cause and cause.code == "unreadable"):
        return said
    if obstacle is not None:
        return said + tr.space + tr("It resumes automatically once the problem is solved.")
    resume = context.registration.mention("digest resume")
    return (
        said + tr.space + tr("The bot can post again: {resume} restarts the digest.", resume=resume)
    )


def _content(context: RenderContext, why: Diagnosis) -> str:
    tr, last = context.tr, why.last
    if last is not None and last.cause is not None:
        return cause_text(tr, last.cause)
    said = tr(
        "there was nothing new, and this digest is set to post nothing in that case. "
        "{edit} can change that with `when_empty`.",
        edit=context.registration.mention("digest edit"),
    )
    return f"{said}{tr.space}{_next(tr, why)}" if why.digest.next_run_at else said


def _claimed(context: RenderContext, _why: Diagnosis) -> str:
    return context.tr(
        "it is due and starts within seconds. Check again in a minute; if this "
        "persists, tell the bot's operator."
    )


def _sent(context: RenderContext, why: Diagnosis) -> str:
    tr, last = context.tr, why.last
    if last is None:
        return tr("it is being posted.")
    parts = tr("parts: {sent} of {parts}", sent=len(last.posts), parts=last.parts)
    tries = tr.many("{number} try", "{number} tries", last.tries + 1)
    return f"{run_result(tr, last, why.digest.guild_id)} · {parts} · {tries}"


_SAYS: Final[Mapping[Stage, Say]] = {
    "due": _due,
    "paused": _paused,
    "permission": _permission,
    "content": _content,
    "claimed": _claimed,
    "sent": _sent,
}
