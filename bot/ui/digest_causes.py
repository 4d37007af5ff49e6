"""Why a digest was not posted and what to do about it, in words; and how a run ended."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.discord_client.channel_permissions import permission_name
from bot.domain.digests.subscription import Cause, CauseCode, Run, RunState
from bot.i18n.translator import Words, mark

CAUSES: Final[Mapping[CauseCode, str]] = {
    "channel-gone": mark(
        "The channel was deleted. Choose another one with `/digest edit`, or remove the digest "
        "with `/digest delete`."
    ),
    "no-access": mark(
        "Discord does not let the bot see the channel. Allow it to the bot in the channel's "
        "settings, under Permissions."
    ),
    "no-permission": mark(
        "The bot lacks permissions in the channel. Allow them to the bot in the channel's "
        "settings, under Permissions."
    ),
    "thread-archived": mark(
        "The thread is archived, and the bot may not reopen it. Open it by writing something in it."
    ),
    "thread-locked": mark(
        "The thread is locked. Unlock it, or choose another channel with `/digest edit`."
    ),
    "tag-needed": mark(
        "The forum wants a tag on each post, and the digest has none that exists. Choose one: name "
        "the forum once more as the `channel` of `/digest edit`."
    ),
    "too-many-threads": mark(
        "The server has as many open threads as Discord allows. Close some of them."
    ),
    "wrong-kind": mark(
        "The channel is of a kind in which no digest can be posted. Choose another one with "
        "`/digest edit`."
    ),
    "refused": mark(
        "Discord refuses the post and does not say why. Look at the channel's settings, then try "
        "`/digest run`; once that works, use `/digest resume`."
    ),
    "invalid": mark(
        "The post could not be made, or Discord refused its form. That is a fault of the bot: "
        "please tell its operator. The next run is tried as usual."
    ),
    "unreachable": mark(
        "Discord did not answer well until it was too late. There is nothing to do: the next run "
        "is tried as usual."
    ),
    "unverifiable": mark(
        "Whether the post was made is not known, and another one could be a second one. Look in "
        "the channel; `/digest run` posts it now. So that the bot can look by itself, allow it "
        "Read Message History there."
    ),
    "too-late": mark(
        "The bot could not post in time, and more than half of the time until the next run had "
        "passed. There is nothing to do; `/digest run` posts what is new now."
    ),
    "paused": mark("The digest was paused. `/digest resume` starts it again."),
    "deleted": mark("The digest was deleted meanwhile."),
    "closed-dms": mark(
        "The bot's direct messages do not reach you. Allow them in Discord: share a server with "
        "the bot, and in that server's menu, under Privacy Settings, turn on Direct Messages."
    ),
    "unreadable": mark(
        "What is stored of it cannot be read. There is nothing to do: the next run is tried as "
        "usual."
    ),
}
"""One sentence or two for each cause: what is in the way, and what an administrator does."""

RUN_STATES: Final[Mapping[RunState, str]] = {
    "claimed": mark("on its way"),
    "sent": mark("posted"),
    "failed": mark("not posted"),
    "empty": mark("nothing new, so nothing was posted"),
    "missed": mark("missed"),
}

MOST_LINKS: Final = 5


def cause_text(words: Words, cause: Cause) -> str:
    """What is in the way, with the missing permissions by name, and what to do."""
    if cause.code == "unreadable" and cause.missing:
        return words(
            "Stored values of this digest cannot be read: {fields}. Give settings again with "
            "`/digest edit`; for everything else `/digest resume` is enough. `/digest delete` "
            "removes the digest.",
            fields=", ".join(f"`{name}`" for name in cause.missing),
        )
    if cause.missing:
        return words(
            "The bot lacks {permissions} in the channel. Allow this to the bot in the channel's "
            "settings, under Permissions.",
            permissions=permission_list(words, cause.missing),
        )
    return words(CAUSES[cause.code])


def permission_list(words: Words, names: Iterable[str]) -> str:
    """Permissions by Discord's names for them: **View Channel**, **Send Messages**."""
    comma = "、" if words.lang == "zh" else ", "
    return comma.join(f"**{permission_name(words, name)}**" for name in names)


def run_result(words: Words, run: Run, guild_id: int | None = None) -> str:
    """How a run ended: posted, with links where the server is given; else why not."""
    said = words(RUN_STATES[run.state])
    colon = "：" if words.lang == "zh" else ": "
    if run.state == "claimed" and run.retry_at is not None:
        again = words("tried again {when}", when=f"<t:{int(run.retry_at.timestamp())}:R>")
        return f"{said}{colon}{again}"
    if run.cause is not None:
        return f"{said}{colon}{cause_text(words, run.cause)}"
    links = post_links(words, run, guild_id) if guild_id is not None else ""
    return f"{said}{colon}{links}" if links else said


def post_links(words: Words, run: Run, guild_id: int) -> str:
    """A link to each part that is in the channel; of many, to the first ones."""
    found: list[str] = []
    for part, post in sorted(run.posts.items()):
        name = words("part {part}", part=part) if run.parts > 1 else words("the post")
        address = f"https://discord.com/channels/{guild_id}/{post.channel_id}/{post.message_id}"
        found.append(f"[{name}]({address})")
    return " ".join(found[:MOST_LINKS]) + (" …" if len(found) > MOST_LINKS else "")
