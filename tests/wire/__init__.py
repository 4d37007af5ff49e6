"""A stand-in for Discord's API over real sockets, without network and without a real token."""

from tests.wire.channels import Channel
from tests.wire.commands import NotOfferedError
from tests.wire.faults import PlannedFault, delay_only, drop, rate_limited, refuse
from tests.wire.guilds import Guild, Role
from tests.wire.messages import Upload
from tests.wire.people import Person
from tests.wire.random_faults import RandomFaults, kill_channel
from tests.wire.reply import Reply, UnansweredError
from tests.wire.server import TOKEN, Wire
from tests.wire.world import Place

__all__ = [
    "TOKEN",
    "Channel",
    "Guild",
    "NotOfferedError",
    "Person",
    "Place",
    "PlannedFault",
    "RandomFaults",
    "Reply",
    "Role",
    "UnansweredError",
    "Upload",
    "Wire",
    "delay_only",
    "drop",
    "kill_channel",
    "rate_limited",
    "refuse",
]
