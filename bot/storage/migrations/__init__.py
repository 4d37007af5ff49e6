"""The steps from one schema to the next, and which is the newest.

`NEWEST_SCHEMA` is held here so that a start compares one word and imports Alembic only when a step
is due. Numbers are four digits and grow by one, so that an older program knows a newer schema.
"""

NEWEST_SCHEMA = "0009"
