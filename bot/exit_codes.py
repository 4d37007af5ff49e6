"""The exit codes of `python -m bot`, and the errors that end it with one sentence."""

from typing import ClassVar, Final

OK, USAGE, DATA, UNAVAILABLE, TOKEN, SETTING = 0, 2, 65, 69, 77, 78
"""2 as in argparse; the others as in sysexits.h: EX_DATAERR, EX_UNAVAILABLE, EX_NOPERM,
EX_CONFIG."""
INTERRUPTED: Final = 130
"""As shells report Ctrl-C."""
CUT_OFF: Final = 141
"""As shells report SIGPIPE: nobody read the output to its end."""


class ExitError(Exception):
    """The command cannot do its work; `str()` gives the sentence for the operator."""

    exit_code: ClassVar[int] = UNAVAILABLE
