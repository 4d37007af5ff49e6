"""What the subcommands share: their type and the settings."""

import argparse
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.settings import Settings


class Subcommands(Protocol):
    """What `ArgumentParser.add_subparsers` returns."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002
        """Adds a subcommand."""
        ...


def configured(*, quiet: bool = False) -> "Settings":
    """The settings, with the log set up; `quiet`: warnings only. Raises SettingsError."""
    from bot import logs
    from bot.settings import read_settings

    settings = read_settings()
    logs.configure(
        "warning" if quiet else settings.log_level, settings.log_format, settings.secrets()
    )
    return settings
