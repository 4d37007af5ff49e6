"""Downloads an attached file within a limit of bytes and seconds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import aiohttp
import discord

from bot.domain.data.faults import N_
from bot.releases.upload import MOST_BYTES, UploadError, refuse_by_name

_SECONDS: Final = 20.0
"""For the whole file: a server that hangs or sends byte by byte is not waited for."""
Fetch: TypeAlias = Callable[[discord.Attachment], Awaitable[bytes]]
"""Gives the content. Raises UploadError."""

_AS_IT_IS: Final = {"Accept-Encoding": "identity"}
_LATE: Final = N_("Discord did not send it within {seconds} s; please try again")
_ANSWER: Final = N_("Discord answered {status} instead of the file; please attach it again")
_NOT_SENT: Final = N_("Discord did not send all of it; please try again")


async def fetch_attachment(
    file: discord.Attachment, *, seconds: float = _SECONDS, most: int = MOST_BYTES
) -> bytes:
    """The content, of at most `most` bytes, whatever size the server states. Raises UploadError."""
    try:
        async with asyncio.timeout(seconds):
            return await _read(file, most)
    except TimeoutError as error:
        raise UploadError(file.filename, _LATE, seconds=round(seconds)) from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise UploadError(file.filename, _NOT_SENT) from error


async def _read(file: discord.Attachment, most: int) -> bytes:
    content = bytearray()
    async with (  # as it is: what unpacks on the way has no limit
        aiohttp.ClientSession(headers=_AS_IT_IS, auto_decompress=False) as session,
        session.get(file.url, allow_redirects=False) as response,
    ):
        if response.status != 200:
            raise UploadError(file.filename, _ANSWER, status=response.status)
        async for chunk in response.content.iter_any():
            content += chunk
            if len(content) > most:
                break
    refuse_by_name(file.filename, len(content))
    return bytes(content)
