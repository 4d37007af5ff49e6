"""Prints how many answers of each set are right, by form."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Final

from bot.i18n.translator import read_translators
from bot.releases.startup import offline_release
from tests.benchmarks.process import ROOT
from tests.questions.scoring import ask_all

TODAY: Final = date(2026, 11, 26)
SETS: Final = (
    "development-money",
    "development-titles",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "hard",
    "hard-second",
    "hard-third",
    "hard-fourth",
    "hard-fifth",
    "hard-sixth",
    "hard-seventh",
    "hard-eighth",
    "hard-ninth",
    "hard-tenth",
    "hard-eleventh",
    "hard-twelfth",
)


def main() -> None:
    """A line for each form of each set."""
    release = offline_release(ROOT / "data", datetime(2026, 11, 26, 4, tzinfo=UTC))
    translators = read_translators()
    for name in SETS:
        asked = list(ask_all(name, release, dict(translators), TODAY))
        total = Counter(a.question.form for a in asked)
        right = Counter(a.question.form for a in asked if a.is_right)
        silent = [a for a in asked if a.question.form == "not-stated"]
        offered = sum(a.offers_a_figure for a in silent)
        print(f"{name}: {right.total()} of {total.total()} right on the first card")
        for form in sorted(total):
            print(f"  {form:12} {right[form]:4} of {total[form]:4}")
        print(f"  not stated, but answered with a figure: {offered} of {len(silent)}")


if __name__ == "__main__":
    main()
