"""The long runs: kills and storms, with what they found: `python -m tests.soak`."""
