"""The most characters of what people type; the options say so, and what searches holds to it.

Without a limit one text can hold the event loop for seconds: likeness is compared with every name.
"""

from typing import Final

MOST_QUESTION: Final = 200
MOST_QUERY: Final = 50
MOST_NAME: Final = 100
"""Of everything else that is typed into an option: names, dates, schedules, versions."""
MOST_NUMBER: Final = 60
"""Of a number in a form."""
