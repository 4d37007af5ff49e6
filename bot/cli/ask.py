"""`ask`: the answer of /ask in the terminal."""

import argparse
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.cli.options import Subcommands
from bot.domain.text_limits import MAX_QUESTION_LENGTH
from bot.exit_codes import OK, USAGE, ExitError


class QuestionError(ExitError):
    """The question cannot be read."""

    exit_code = USAGE


def add_to(commands: Subcommands) -> None:
    """Adds the subcommand."""
    ask = commands.add_parser("ask", help="print the answer of /ask")
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--lang", choices=("en", "zh"), help="default: the question's language")
    ask.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    ask.set_defaults(run=_ask)


def _ask(arguments: argparse.Namespace) -> int:
    if re.search("[\ud800-\udfff]", arguments.question):  # bytes that Python could not decode
        raise QuestionError("The question is not UTF-8 text; set the terminal to UTF-8.")
    length = len(arguments.question)
    if length > MAX_QUESTION_LENGTH:
        raise QuestionError(
            f"The question has {length:,} characters, but at most {MAX_QUESTION_LENGTH} "
            "are allowed; shorten it."
        )
    from bot.cli.text_output import answer_as_json, as_text
    from bot.domain.text import has_chinese
    from bot.i18n.translator import read_translators
    from bot.releases.startup import offline_release
    from bot.settings import read_settings
    from bot.ui.context import RenderContext

    lang = arguments.lang or ("zh" if has_chinese(arguments.question) else "en")
    now = datetime.now(UTC)
    release = offline_release(read_settings().data_dir, now)
    today = now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    context = RenderContext(release, read_translators()[lang], today)
    show = answer_as_json if arguments.format == "json" else as_text
    print(show(context, arguments.question))
    return OK
