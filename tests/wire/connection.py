"""One connection of a bot to the Gateway, plain or compressed."""

import importlib
import json
import zlib
from collections.abc import Callable
from typing import Any

from aiohttp import web

Compress = Callable[[bytes], bytes]


def compressor(kind: str | None) -> Compress | None:
    """A fresh stream for the `compress` query of a connection; None sends plain text."""
    if kind == "zlib-stream":
        stream = zlib.compressobj()
        return lambda data: stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)
    return _zstd() if kind == "zstd-stream" else None


def _zstd() -> Compress:
    """By the package that discord.py itself prefers, else by Python 3.14's own module."""
    try:
        zstd: Any = importlib.import_module("zstandard")
    except ImportError:
        own: Any = importlib.import_module("compression.zstd").ZstdCompressor()
        return lambda data: own.compress(data, mode=own.FLUSH_BLOCK)
    stream = zstd.ZstdCompressor().compressobj()
    block: int = zstd.COMPRESSOBJ_FLUSH_BLOCK
    return lambda data: stream.compress(data) + stream.flush(block)


class Connection:
    """One open connection of a bot."""

    def __init__(self, socket: web.WebSocketResponse, compress: Compress | None) -> None:
        self._socket = socket
        self._compress = compress
        self._closed_here = False

    async def send(
        self, op: int, data: Any = None, seq: int | None = None, event: str | None = None
    ) -> None:
        """Sends one payload; ignores a broken connection."""
        await self.frame(
            json.dumps({"op": op, "d": data, "s": seq, "t": event}, ensure_ascii=False)
        )

    async def frame(self, content: str | bytes) -> None:
        """Sends a text as the frame's content, or bytes as they are, whatever they mean."""
        try:
            if isinstance(content, bytes):
                await self._socket.send_bytes(content)
            elif self._compress is None:
                await self._socket.send_str(content)
            else:
                await self._socket.send_bytes(self._compress(content.encode()))
        except ConnectionError:
            return

    async def close(self, code: int) -> None:
        """Closes with a gateway close code."""
        self._closed_here = True
        await self._socket.close(code=code)

    @property
    def given_up(self) -> bool:
        """Whether the bot closed it in the way that ends its session too."""
        return not self._closed_here and self._socket.close_code in (1000, 1001)
