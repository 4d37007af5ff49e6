"""The latency of a shard, as the library takes it from a heartbeat."""

import asyncio
from typing import Any, cast

from discord.gateway import KeepAliveHandler

from bot.discord_client.gateway_socket import Socket


class Answering:
    """A connection that answers a heartbeat before the library's thread goes on."""

    beat: KeepAliveHandler

    async def send_str(self, _: str) -> None:
        self.beat.ack()


async def test_a_quick_reply_to_a_heartbeat_is_no_latency_of_a_whole_interval() -> None:
    connection = Answering()
    socket = Socket(cast("Any", connection), loop=asyncio.get_running_loop())
    vars(socket).update(thread_id=0, _max_heartbeat_timeout=60.0)
    connection.beat = KeepAliveHandler(ws=socket, interval=41.0, shard_id=0)
    vars(socket)["_keep_alive"] = connection.beat
    vars(connection.beat)["_last_send"] -= 41
    await socket.send_heartbeat({})
    assert connection.beat.latency < 10
