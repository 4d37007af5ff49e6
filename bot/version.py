"""The version of the program."""

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@cache
def program_version() -> str:
    """The installed version, else that of pyproject.toml, else `unknown`."""
    try:
        return version("little-giant")
    except PackageNotFoundError:
        pass
    project = Path(__file__).parents[1] / "pyproject.toml"
    try:
        found = re.search(r'^version = "(.+)"$', project.read_text("utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else "unknown"
