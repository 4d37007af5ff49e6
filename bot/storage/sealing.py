"""Encrypts a document under a key that is used once, with the standard library alone.

SHAKE-256 of the key gives the stream that hides the document, keyed BLAKE2b a tag that shows
changes, and another one the name under which it is stored. Neither leads back to the key. A key
must never seal two documents: the stream would be the same.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b, shake_256
from hmac import compare_digest
from typing import Final

_KEY_BYTES: Final = 16
KEY_LENGTH: Final = 22
"""Characters of a key as text."""
_TAG: Final = 16
_STREAM: Final = b"little-giant sealed document"


def new_key() -> str:
    """A new secret of 128 bits, as text for a custom id."""
    return urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).rstrip(b"=").decode()


def sealed_name(key: str) -> str:
    """The name under which the document of that key is stored."""
    return _keyed(_read(key), b"name").hex()


def seal(key: str, document: bytes) -> bytes:
    """The document, encrypted and protected against changes."""
    secret = _read(key)
    hidden = _mixed(secret, document)
    return _keyed(secret, b"tag", hidden) + hidden


def unseal(key: str, sealed: bytes) -> bytes | None:
    """The document; None where the key is another one or the bytes were changed."""
    secret = _read(key)
    tag, hidden = sealed[:_TAG], sealed[_TAG:]
    if not compare_digest(tag, _keyed(secret, b"tag", hidden)):
        return None
    return _mixed(secret, hidden)


def _read(key: str) -> bytes:
    return urlsafe_b64decode(key + "==")


def _keyed(secret: bytes, use: bytes, content: bytes = b"") -> bytes:
    return blake2b(content, digest_size=_TAG, key=secret, person=use).digest()


def _mixed(secret: bytes, content: bytes) -> bytes:
    stream = shake_256(_STREAM + secret).digest(len(content))
    return bytes(a ^ b for a, b in zip(content, stream, strict=True))
