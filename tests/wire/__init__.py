"""A wire-level stand-in for Discord's API: real sockets, no network, no token of anyone's."""

from tests.wire.channels import Channel
from tests.wire.commands import NotOfferedError
from tests.wire.faults import Planned, drop, limited, refuse, untouched
from tests.wire.guilds import Guild, Role
from tests.wire.messages import Upload
from tests.wire.people import Person
from tests.wire.reply import Reply, UnansweredError
from tests.wire.storm import Storm, kill
from tests.wire.wire import TOKEN, Wire
from tests.wire.world import Place

__all__ = [
    "TOKEN",
    "Channel",
    "Guild",
    "NotOfferedError",
    "Person",
    "Place",
    "Planned",
    "Reply",
    "Role",
    "Storm",
    "UnansweredError",
    "Upload",
    "Wire",
    "drop",
    "kill",
    "limited",
    "refuse",
    "untouched",
]
