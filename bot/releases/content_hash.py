"""What a data set's content is known by."""

import hashlib

from bot.storage.data_files import DataFiles


def content_hash(files: DataFiles) -> str:
    """The same for the same files with the same content, under whatever folder."""
    digest = hashlib.sha256()
    for name, content in sorted(files.yaml.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
