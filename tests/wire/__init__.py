"""A wire-level stand-in for Discord's API: real sockets, no network, no token of anyone's."""

from tests.wire.commands import NotOfferedError, Upload
from tests.wire.faults import Planned, drop, refuse
from tests.wire.wire import TOKEN, Reply, UnansweredError, Wire
from tests.wire.world import Channel, Guild, Person, Place

__all__ = [
    "TOKEN",
    "Channel",
    "Guild",
    "NotOfferedError",
    "Person",
    "Place",
    "Planned",
    "Reply",
    "UnansweredError",
    "Upload",
    "Wire",
    "drop",
    "refuse",
]
