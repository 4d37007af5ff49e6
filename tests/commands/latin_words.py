"""Runs of words in Latin letters, as they may stand on a Chinese page."""

import re
from typing import Final

WORD: Final = r"[A-Za-z]+(?:['’-][A-Za-z]+)*"
LATIN: Final = re.compile(rf"{WORD}(?:[ ,;:&]+{WORD})*…?")
