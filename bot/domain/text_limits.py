"""The maximum lengths of typed texts, for options and for searches.

Without a limit one text can block the event loop for seconds: it is compared with every name.
"""

from typing import Final

MAX_QUESTION_LENGTH: Final = 200
MAX_QUERY_LENGTH: Final = 50
MAX_NAME_LENGTH: Final = 100
"""Of every other typed option: names, dates, schedules, versions."""
MAX_NUMBER_LENGTH: Final = 60
"""Of a number in a form."""
