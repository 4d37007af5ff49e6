"""Why a digest was not posted: the stages that the sender walks through, and where it stopped."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from bot.digests.administration import STAGES, Stage, Why
from bot.domain.digests.subscription import Cause
from bot.i18n.translator import Words, mark
from bot.ui.components import Layout, text
from bot.ui.context import Scene
from bot.ui.digest_causes import cause_text, run_result
from bot.ui.digest_text import card, colon, moment
from cogs.digest.cards.role_mention import status_text

_NAMES: Final[Mapping[Stage, str]] = {
    "due": mark("Due"),
    "paused": mark("Not paused"),
    "permission": mark("Permission"),
    "content": mark("Content"),
    "claimed": mark("Claimed"),
    "sent": mark("Sent"),
}
Say: TypeAlias = Callable[[Scene, Why], str]


def why_card(scene: Scene, why: Why) -> Layout:
    """Each stage in words, and what to do about the one that stopped it."""
    words = scene.words
    lines = [
        words("### Digest {id}: where it stands", id=why.digest.id),
        f"<#{why.digest.channel_id}>",
        *_stages(words, why),
    ]
    mention = status_text(words, why.mention)
    parts = [
        text("\n".join(lines)),
        text(_verdict(scene, why)),
        *([text(mention)] if mention else []),
    ]
    return card(scene, *parts)


def _stages(words: Words, why: Why) -> Iterator[str]:
    stopped = why.stopped_at
    behind = False
    for number, stage in enumerate(STAGES, 1):
        if stage == stopped:
            state, behind = words("stopped here"), True
        elif stage == "due" and stopped in ("paused", "permission"):
            state = _when_due(words, why)
        else:
            state = words("not reached") if behind else words("passed")
        yield f"{number}. **{words(_NAMES[stage])}** · {state}"


def _when_due(words: Words, why: Why) -> str:
    run = why.digest.next_run_at
    if run is None:
        return words("no next run while it stands still")
    return words("next run {when} ({far})", when=moment(run), far=moment(run, "R"))


def _verdict(scene: Scene, why: Why) -> str:
    stopped = why.stopped_at
    if stopped is None:
        return _all_passed(scene, why)
    heading = f"**{scene.words(_NAMES[stopped])}**{colon(scene.words)}"
    return heading + _SAYS[stopped](scene, why)


def _all_passed(scene: Scene, why: Why) -> str:
    words, last = scene.words, why.last
    said = words("Nothing stopped it: the last edition is in the channel.")
    if last is not None:
        result = run_result(words, last, why.digest.guild_id)
        said += "\n" + words(
            "Last run {when}: {result}", when=moment(last.slot, "f"), result=result
        )
    if why.digest.next_run_at is not None:
        said += "\n" + _next(words, why)
    return said


def _next(words: Words, why: Why) -> str:
    run = why.digest.next_run_at or why.now
    when, far = moment(run), moment(run, "R")
    said = words("Its next run is {when} ({far}).", when=when, far=far)
    changes = words.many(
        "{number} record has changed since its last edition, before its filters.",
        "{number} records have changed since its last edition, before its filters.",
        why.changes,
    )
    gap = "" if words.lang == "zh" else " "
    if not why.has_content:
        changes += gap + words("An edition made now would have nothing to post.")
    return f"{said}{gap}{changes}"


def _due(scene: Scene, why: Why) -> str:
    words = scene.words
    said = words("its time has not come.")
    gap = "" if words.lang == "zh" else " "
    last = why.last
    if last is not None and last.cause is not None:
        result = run_result(words, last)
        said = words("Last run {when}: {result}", when=moment(last.slot, "f"), result=result)
    run = words("{run} posts it now.", run=scene.registration.mention("digest run"))
    return f"{said}{gap}{_next(words, why)}{gap}{run}"


def _paused(scene: Scene, why: Why) -> str:
    return scene.words(
        "it is paused since {when}. {resume} starts it, counted from then.",
        when=moment(why.digest.since, "f"),
        resume=scene.registration.mention("digest resume"),
    )


def _permission(scene: Scene, why: Why) -> str:
    words, obstacle = scene.words, why.obstacle
    unreadable = bool(why.digest.unreadable)
    cause = obstacle if isinstance(obstacle, Cause) and not unreadable else why.digest.cause
    said = cause_text(words, cause) if cause else words("the bot may not post in the channel.")
    gap = "" if words.lang == "zh" else " "
    if why.digest.state != "suspended" or (cause and cause.code == "unreadable"):
        return said
    if obstacle is not None:
        return said + gap + words("Once the way is free it goes on by itself.")
    return (
        said
        + gap
        + words(
            "By what the bot sees, the way is free now: {resume} starts it, counted from then.",
            resume=scene.registration.mention("digest resume"),
        )
    )


def _content(scene: Scene, why: Why) -> str:
    words, last = scene.words, why.last
    if last is not None and last.cause is not None:
        return cause_text(words, last.cause)
    gap = "" if words.lang == "zh" else " "
    said = words(
        "there was nothing new to post, and this digest then posts nothing. {edit} can change "
        "that: `when_empty`.",
        edit=scene.registration.mention("digest edit"),
    )
    return f"{said}{gap}{_next(words, why)}" if why.digest.next_run_at else said


def _claimed(scene: Scene, _why: Why) -> str:
    return scene.words(
        "it is due, and is taken up within seconds. Look again in a minute; if it stays so, tell "
        "the operator of the bot."
    )


def _sent(scene: Scene, why: Why) -> str:
    words, last = scene.words, why.last
    if last is None:
        return words("it is being posted.")
    parts = words("parts: {sent} of {parts}", sent=len(last.posts), parts=last.parts)
    tries = words.many("{number} try", "{number} tries", last.tries + 1)
    return f"{run_result(words, last, why.digest.guild_id)} · {parts} · {tries}"


_SAYS: Final[Mapping[Stage, Say]] = {
    "due": _due,
    "paused": _paused,
    "permission": _permission,
    "content": _content,
    "claimed": _claimed,
    "sent": _sent,
}
