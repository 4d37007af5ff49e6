"""What tests read of the world after the bot has acted."""

from tests.wire.channels import Channel
from tests.wire.ids import Json
from tests.wire.messages import CROSSPOSTED, seen_text
from tests.wire.people import Person
from tests.wire.world import World


class Inspection:
    """What can be read of channels; a part of `Wire`."""

    world: World

    def messages(self, channel: Channel) -> list[Json]:
        """The messages of a channel, even of a deleted one, oldest first; a nonce is shown."""
        return list(channel.messages.values())

    def texts(self, channel: Channel) -> list[str]:
        """All words of each message of a channel, oldest first."""
        return [seen_text(message) for message in self.messages(channel)]

    def published(self, channel: Channel) -> list[Json]:
        """The messages of an announcement channel that were published, oldest first."""
        return [m for m in self.messages(channel) if m["flags"] & CROSSPOSTED]

    def threads_of(self, channel: Channel) -> list[Channel]:
        """The threads of a channel, or the posts of a forum, oldest first."""
        return list(channel.threads)

    def dms(self, person: Person) -> list[Json]:
        """The direct messages between someone and the bot, oldest first."""
        return self.messages(self.world.dm_channel(person))
