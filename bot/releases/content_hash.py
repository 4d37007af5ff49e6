"""The hash of a data set's content."""

import hashlib

from bot.storage.data_files import DataFiles


def content_hash(files: DataFiles) -> str:
    """A hash of the files' names and contents; the folder does not matter."""
    digest = hashlib.sha256()
    for name, content in sorted(files.yaml.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
