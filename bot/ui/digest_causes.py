"""Why a digest was not posted and what to do about it, in words; and how a run ended."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.discord_client.channel_permissions import permission_name
from bot.domain.digests.subscription import Cause, CauseCode, Run, RunState
from bot.i18n.translator import N_, Translator

CAUSE_TEXTS: Final[Mapping[CauseCode, str]] = {
    "channel-gone": N_(
        "The channel was deleted. Choose another one with `/digest edit`, or remove the digest "
        "with `/digest delete`."
    ),
    "no-access": N_(
        "The bot cannot see the channel. Allow it in the channel's settings, under Permissions."
    ),
    "no-permission": N_(
        "The bot lacks permissions in the channel. Grant them in the channel's "
        "settings, under Permissions."
    ),
    "thread-archived": N_(
        "The thread is archived and the bot cannot reopen it. Post a message in it to reopen it."
    ),
    "thread-locked": N_(
        "The thread is locked. Unlock it, or choose another channel with `/digest edit`."
    ),
    "tag-needed": N_(
        "This forum requires a tag on each post, and the digest has no valid one. "
        "Choose one: select the forum again as the `channel` of `/digest edit`."
    ),
    "too-many-threads": N_(
        "The server has reached Discord's limit of open threads. Close some of them."
    ),
    "wrong-kind": N_(
        "Digests cannot be posted in this kind of channel. Choose another one with `/digest edit`."
    ),
    "refused": N_(
        "Discord refuses the post without a reason. Check the channel's settings, "
        "then try `/digest run`; once that works, use `/digest resume`."
    ),
    "invalid": N_(
        "The post could not be created, or Discord rejected its format. This is a "
        "bug in the bot: please tell its operator. The next run goes ahead as usual."
    ),
    "unreachable": N_(
        "Discord did not respond properly in time. No action is needed: the next run "
        "goes ahead as usual."
    ),
    "unverifiable": N_(
        "It is unknown whether the post was sent, and another one could be a "
        "duplicate. Check the channel; `/digest run` posts it now. If you allow the "
        "bot Read Message History there, it can check this itself."
    ),
    "too-late": N_(
        "The bot could not post in time, and more than half of the time until the next run had "
        "passed. No action is needed; `/digest run` posts what is new now."
    ),
    "paused": N_("The digest was paused. `/digest resume` starts it again."),
    "deleted": N_("The digest was deleted in the meantime."),
    "closed-dms": N_(
        "The bot's direct messages do not reach you. Allow them in Discord: share a server with "
        "the bot, and in that server's menu, under Privacy Settings, turn on Direct Messages."
    ),
    "unreadable": N_(
        "The stored record cannot be read. No action is needed: the next run goes ahead as usual."
    ),
}
"""One sentence or two for each cause: what is in the way, and what an administrator does."""

RUN_STATES: Final[Mapping[RunState, str]] = {
    "claimed": N_("being posted"),
    "sent": N_("posted"),
    "failed": N_("not posted"),
    "empty": N_("nothing new, so nothing was posted"),
    "missed": N_("missed"),
}

MOST_LINKS: Final = 5


def cause_text(tr: Translator, cause: Cause) -> str:
    """What is in the way, with the missing permissions by name, and what to do."""
    if cause.code == "unreadable" and cause.missing:
        return tr(
            "Some stored values of this digest cannot be read: {fields}. Enter "
            "settings again with `/digest edit`; for anything else `/digest resume` "
            "is enough. `/digest delete` removes the digest.",
            fields=", ".join(f"`{name}`" for name in cause.missing),
        )
    if cause.missing:
        return tr(
            "The bot lacks {permissions} in the channel. Grant this in the channel's "
            "settings, under Permissions.",
            permissions=permission_list(tr, cause.missing),
        )
    return tr(CAUSE_TEXTS[cause.code])


def permission_list(tr: Translator, names: Iterable[str]) -> str:
    """Permissions by Discord's names for them: **View Channel**, **Send Messages**."""
    return tr.list_comma.join(f"**{permission_name(tr, name)}**" for name in names)


def run_result(tr: Translator, run: Run, guild_id: int | None = None) -> str:
    """How a run ended: posted, with links where the server is given; else why not."""
    said = tr(RUN_STATES[run.state])
    if run.state == "claimed" and run.retry_at is not None:
        again = tr("next attempt {when}", when=f"<t:{int(run.retry_at.timestamp())}:R>")
        return f"{said}{tr.colon}{again}"
    if run.cause is not None:
        return f"{said}{tr.colon}{cause_text(tr, run.cause)}"
    links = post_links(tr, run, guild_id) if guild_id is not None else ""
    return f"{said}{tr.colon}{links}" if links else said


def post_links(tr: Translator, run: Run, guild_id: int) -> str:
    """A link to each part that is in the channel; of many, to the first ones."""
    found: list[str] = []
    for part, post in sorted(run.posts.items()):
        name = tr("part {part}", part=part) if run.parts > 1 else tr("the post")
        address = f"https://discord.com/channels/{guild_id}/{post.channel_id}/{post.message_id}"
        found.append(f"[{name}]({address})")
    return " ".join(found[:MOST_LINKS]) + (" …" if len(found) > MOST_LINKS else "")
