"""The maximum lengths of typed texts, for options and for searches.

Without a limit one text can block the event loop for seconds: it is compared with every name.
"""

from typing import Final

MAX_QUESTION_LENGTH: Final = 200
MAX_QUERY_LENGTH: Final = 50
MAX_MESSAGE_LENGTH: Final = 2000
"""Of a message in which measures are found; Discord's have at most twice as many characters."""
MAX_NAME_LENGTH: Final = 100
"""Of every other typed option: names, dates, schedules, versions."""
MAX_NUMBER_LENGTH: Final = 60
"""Of a number in a form."""
