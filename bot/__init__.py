"""Little Giant, a Discord bot; this file alone is also read by Pythons that it does not support."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts it may have an older one
    found = ".".join(map(str, sys.version_info[:2]))
    sys.stderr.write(f"Little Giant needs Python 3.11 to 3.14; this is {found}.\n")
    sys.exit(69)

# Else pydantic would look for plugins in every installed package, at every start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
