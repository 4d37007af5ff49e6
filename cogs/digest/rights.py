"""What a person may order of a digest: no more than they may do in the channel themselves."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.discord_client.role_permissions import right_to_mention
from bot.domain.digests.subscription import ChannelKind, Target
from bot.i18n.translator import Translator
from bot.ui.digest_causes import permission_list
from cogs.digest.cards.order import OrderFault
from cogs.digest.cards.role_mention import mention_refusal
from cogs.digest.guard import DigestRequest
from cogs.digest.options import DigestOptions, Picked

_OWN: Final[Mapping[ChannelKind, tuple[str, ...]]] = {
    "text": ("view_channel", "send_messages"),
    "announcement": ("view_channel", "send_messages"),
    "thread": ("view_channel", "send_messages_in_threads"),
    "forum": ("view_channel", "send_messages"),
}
"""What a person needs in order to post there."""


def own_faults(tr: Translator, picked: Picked, kind: ChannelKind) -> Iterator[OrderFault]:
    """Faults of a channel in which the person may not post themselves."""
    granted = picked.permissions
    missing = [name for name in _OWN[kind] if not getattr(granted, name)]
    if missing and not granted.administrator:
        said = tr(
            "You cannot post in <#{channel}> yourself: you lack {permissions}. "
            "Choose a channel where you can.",
            channel=picked.id,
            permissions=permission_list(tr, missing),
        )
        yield OrderFault(said)


def mention_faults(
    request: DigestRequest, asked: DigestOptions, old: Target | None, target: Target
) -> Iterator[OrderFault]:
    """Faults of a role that the person may not mention themselves; an unchanged one may stay."""
    guild, role_id = request.guild, target.role_id
    same = old is not None and (old.role_id, old.channel_id) == (role_id, target.channel_id)
    kept = same and asked.role is None
    role = asked.role or (guild.get_role(role_id) if role_id is not None else None)
    if kept or role_id is None or role is None or role.is_default() or role.mentionable:
        return
    right = right_to_mention(guild, target, request.member)
    if asked.channel is not None:
        granted = asked.channel.permissions
        right = granted.mention_everyone or granted.administrator
    if not right:
        yield OrderFault(mention_refusal(request.tr, target))
