"""Why a digest mentions no role, and what to do about it, in words."""

from collections.abc import Mapping
from typing import Final

from bot.digests.role_mentions import MentionStatus
from bot.discord_client.channel_permissions import permission_name
from bot.domain.digests.role_mentions import MentionObstacle
from bot.domain.digests.subscription import Target
from bot.i18n.translator import N_, Translator

OBSTACLES: Final[Mapping[MentionObstacle, str]] = {
    "role-gone": N_(
        "The role was deleted. Choose another one with `/digest edit`, or none with its `clear`."
    ),
    "bot-lacks": N_(
        "The role is not mentionable, and the bot lacks {permission} in the channel. "
        "Turn on “Allow anyone to @mention this role” in the role's settings, or "
        "grant the bot that permission in the channel."
    ),
    "person-lacks": N_(
        "The role is not mentionable, and the person who set up the mention lacks "
        "{permission} in the channel. Turn on “Allow anyone to @mention this role” "
        "in the role's settings, or ask somebody with that permission to select the "
        "role again in `/digest edit`."
    ),
    "person-unknown": N_(
        "The role is not mentionable, and the person who set up the mention had "
        "their data erased. Somebody with {permission} in the channel can select the "
        "role again in `/digest edit`."
    ),
    "unread": N_(
        "The role is not mentionable, and Discord did not say whether the person who "
        "set up the mention still has {permission} in the channel. The next post "
        "checks again."
    ),
}


def mention_refusal(tr: Translator, target: Target) -> str:
    """Why a person may not order a mention of the target's role, and how to get it."""
    return tr(
        "You cannot have <@&{role}> mentioned in <#{channel}>: the role is not "
        "mentionable, and you lack {permission} there. Turn on “Allow anyone to "
        "@mention this role” in the role's settings, ask for that permission in the "
        "channel, or choose another `role`.",
        role=target.role_id,
        channel=target.channel_id,
        permission=f"**{permission_name(tr, 'mention_everyone')}**",
    )


def mentions_nobody(tr: Translator, obstacle: MentionObstacle) -> str:
    """That posts mention no role, why, and what to do."""
    return _said(tr, tr("**The posts mention nobody.**"), obstacle)


def status_text(tr: Translator, status: MentionStatus) -> str | None:
    """Whether posts mention their role, where they do not."""
    if status.next is not None:
        return mentions_nobody(tr, status.next)
    if status.last is not None:
        return _said(tr, tr("**The last post mentioned nobody.**"), status.last)
    return None


def _said(tr: Translator, heading: str, obstacle: MentionObstacle) -> str:
    permission = f"**{permission_name(tr, 'mention_everyone')}**"
    return heading + tr.space + tr(OBSTACLES[obstacle], permission=permission)
