"""Which servers a process sees."""

import discord


def is_ours(client: discord.Client, guild_id: int) -> bool:
    """Whether a server falls to one of this client's shards (Sharding, in the Gateway)."""
    shards = client.shards if isinstance(client, discord.AutoShardedClient) else (0,)
    return (guild_id >> 22) % (client.shard_count or 1) in shards
