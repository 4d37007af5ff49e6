"""What people choose by: a language, a topic, what is in force."""

from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["en", "zh"]
Topic: TypeAlias = Literal[
    "funding",
    "loan",
    "guarantee",
    "subsidy",
    "award",
    "zone",
    "cluster",
    "eligibility",
    "service",
    "capital-market",
    "statistic",
]
StatusFilter: TypeAlias = Literal["in-force", "superseded", "all"]
