"""Why a digest was not posted and what to do about it, in words; and how a run ended."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.discord_client.channel_permissions import permission_name
from bot.domain.digests.subscription import Cause, CauseCode, Run, RunState
from bot.i18n.translator import N_, Translator

CAUSES: Final[Mapping[CauseCode, str]] = {
    "channel-gone": N_(
        "The channel was deleted. Choose another one with `/digest edit`, or remove the digest "
        "with `/digest delete`."
    ),
    "no-access": N_(
        "Discord does not let the bot see the channel. Allow it to the bot in the channel's "
        "settings, under Permissions."
    ),
    "no-permission": N_(
        "The bot lacks permissions in the channel. Allow them to the bot in the channel's "
        "settings, under Permissions."
    ),
    "thread-archived": N_(
        "The thread is archived, and the bot may not reopen it. Open it by writing something in it."
    ),
    "thread-locked": N_(
        "The thread is locked. Unlock it, or choose another channel with `/digest edit`."
    ),
    "tag-needed": N_(
        "The forum wants a tag on each post, and the digest has none that exists. Choose one: name "
        "the forum once more as the `channel` of `/digest edit`."
    ),
    "too-many-threads": N_(
        "The server has as many open threads as Discord allows. Close some of them."
    ),
    "wrong-kind": N_(
        "The channel is of a kind in which no digest can be posted. Choose another one with "
        "`/digest edit`."
    ),
    "refused": N_(
        "Discord refuses the post and does not say why. Look at the channel's settings, then try "
        "`/digest run`; once that works, use `/digest resume`."
    ),
    "invalid": N_(
        "The post could not be made, or Discord refused its form. That is a fault of the bot: "
        "please tell its operator. The next run is tried as usual."
    ),
    "unreachable": N_(
        "Discord did not answer well until it was too late. There is nothing to do: the next run "
        "is tried as usual."
    ),
    "unverifiable": N_(
        "Whether the post was made is not known, and another one could be a second one. Look in "
        "the channel; `/digest run` posts it now. So that the bot can look by itself, allow it "
        "Read Message History there."
    ),
    "too-late": N_(
        "The bot could not post in time, and more than half of the time until the next run had "
        "passed. There is nothing to do; `/digest run` posts what is new now."
    ),
    "paused": N_("The digest was paused. `/digest resume` starts it again."),
    "deleted": N_("The digest was deleted meanwhile."),
    "closed-dms": N_(
        "The bot's direct messages do not reach you. Allow them in Discord: share a server with "
        "the bot, and in that server's menu, under Privacy Settings, turn on Direct Messages."
    ),
    "unreadable": N_(
        "What is stored of it cannot be read. There is nothing to do: the next run is tried as "
        "usual."
    ),
}
"""One sentence or two for each cause: what is in the way, and what an administrator does."""

RUN_STATES: Final[Mapping[RunState, str]] = {
    "claimed": N_("on its way"),
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
            "Stored values of this digest cannot be read: {fields}. Give settings again with "
            "`/digest edit`; for everything else `/digest resume` is enough. `/digest delete` "
            "removes the digest.",
            fields=", ".join(f"`{name}`" for name in cause.missing),
        )
    if cause.missing:
        return tr(
            "The bot lacks {permissions} in the channel. Allow this to the bot in the channel's "
            "settings, under Permissions.",
            permissions=permission_list(tr, cause.missing),
        )
    return tr(CAUSES[cause.code])


def permission_list(tr: Translator, names: Iterable[str]) -> str:
    """Permissions by Discord's names for them: **View Channel**, **Send Messages**."""
    comma = "、" if tr.lang == "zh" else ", "
    return comma.join(f"**{permission_name(tr, name)}**" for name in names)


def run_result(tr: Translator, run: Run, guild_id: int | None = None) -> str:
    """How a run ended: posted, with links where the server is given; else why not."""
    said = tr(RUN_STATES[run.state])
    colon = "：" if tr.lang == "zh" else ": "
    if run.state == "claimed" and run.retry_at is not None:
        again = tr("tried again {when}", when=f"<t:{int(run.retry_at.timestamp())}:R>")
        return f"{said}{colon}{again}"
    if run.cause is not None:
        return f"{said}{colon}{cause_text(tr, run.cause)}"
    links = post_links(tr, run, guild_id) if guild_id is not None else ""
    return f"{said}{colon}{links}" if links else said


def post_links(tr: Translator, run: Run, guild_id: int) -> str:
    """A link to each part that is in the channel; of many, to the first ones."""
    found: list[str] = []
    for part, post in sorted(run.posts.items()):
        name = tr("part {part}", part=part) if run.parts > 1 else tr("the post")
        address = f"https://discord.com/channels/{guild_id}/{post.channel_id}/{post.message_id}"
        found.append(f"[{name}]({address})")
    return " ".join(found[:MOST_LINKS]) + (" …" if len(found) > MOST_LINKS else "")
