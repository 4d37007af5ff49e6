"""Says in plain words why something that should be Discord does not answer as Discord would."""

import os
import ssl

import aiohttp
import discord


class RedirectedError(aiohttp.ClientError):
    """Discord's API never redirects; what does is something else, and gets no token."""


class UnexpectedAnswerError(Exception):
    """An answer of another shape than Discord's."""


def reason_of(error: Exception) -> str:
    """The rest of a sentence that begins with what was to be reached."""
    match error:
        case discord.HTTPException():
            return f"answers {error.status} {error.response.reason or ''}".rstrip()
        case discord.RateLimited():
            return f"asks to wait {error.retry_after:.0f} seconds; try again later"
        case TimeoutError():
            return "cannot be reached: it does not answer"
        case RedirectedError():
            return "redirects to another address; DISCORD_API_URL must name the API itself"
        case aiohttp.ClientConnectorError():
            return f"cannot be reached: {_no_connection(error)}".splitlines()[0]
        case _:
            return _broken_answer(error)


def _no_connection(error: aiohttp.ClientConnectorError) -> str:
    match error:
        case aiohttp.ClientConnectorDNSError():
            return "the host's name is unknown"
        case aiohttp.ClientConnectorCertificateError(certificate_error=cause):
            reason = cause.verify_message if isinstance(cause, ssl.SSLCertVerificationError) else ""
            return f"its TLS certificate is not accepted ({(reason or 'invalid').rstrip('.')})"
        case aiohttp.ClientConnectorSSLError():
            return f"TLS fails there ({_tls_reason(error)})"
        case _:
            cause = error.os_error
            return os.strerror(cause.errno).lower() if cause.errno else f"{cause}"


def _tls_reason(error: aiohttp.ClientConnectorError) -> str:
    cause = error.os_error
    reason = cause.reason if isinstance(cause, ssl.SSLError) else ""
    return (reason or "no handshake").replace("_", " ").lower()


def _broken_answer(error: Exception) -> str:
    match error:
        case aiohttp.ServerDisconnectedError() | ConnectionError():
            return "closes the connection without an answer"
        case aiohttp.ClientPayloadError():
            return "breaks off or garbles its answer"
        case aiohttp.ClientResponseError():
            return "does not answer in HTTP"
        case _:
            return f"cannot be reached: {error or type(error).__name__}".splitlines()[0]
