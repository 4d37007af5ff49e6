"""The version of the program."""

import re
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@cache
def program_version() -> str:
    """The version of pyproject.toml, else the installed one, else `unknown`."""
    project = Path(__file__).parents[1] / "pyproject.toml"
    with suppress(OSError):
        found = re.search(r'^version = "(.+)"$', project.read_text("utf-8"), re.MULTILINE)
        if found:
            return found[1]
    with suppress(PackageNotFoundError):
        return version("little-giant")
    return "unknown"
