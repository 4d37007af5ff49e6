"""The most characters of what people type; the options say so, and what searches holds to it.

Without a limit one text can hold the event loop for seconds: likeness is compared with every name.
"""

from typing import Final

MAX_QUESTION_LENGTH: Final = 200
MAX_QUERY_LENGTH: Final = 50
MAX_NAME_LENGTH: Final = 100
"""Of everything else that is typed into an option: names, dates, schedules, versions."""
MAX_NUMBER_LENGTH: Final = 60
"""Of a number in a form."""
