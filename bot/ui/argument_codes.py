"""Short codes for arguments of custom ids, where 100 characters must hold a whole page.

A code, once sent, keeps its meaning: buttons of old messages still carry it.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from zlib import crc32

from bot.domain.data.choices import StatusFilter, Topic
from bot.domain.data.districts import District

TOPIC_CODES: Final[Mapping[Topic, str]] = {
    "funding": "f",
    "loan": "l",
    "guarantee": "g",
    "subsidy": "s",
    "award": "a",
    "zone": "z",
    "cluster": "c",
    "eligibility": "e",
    "service": "v",
    "capital-market": "m",
    "statistic": "n",
}
STATUS_CODES: Final[Mapping[StatusFilter, str]] = {"in-force": "i", "superseded": "s", "all": "a"}
DISTRICT_CODES: Final[Mapping[District, str]] = {
    "pudong": "pd",
    "huangpu": "hp",
    "xuhui": "xh",
    "changning": "cn",
    "jingan": "ja",
    "putuo": "pt",
    "hongkou": "hk",
    "yangpu": "yp",
    "minhang": "mh",
    "baoshan": "bs",
    "jiading": "jd",
    "jinshan": "js",
    "songjiang": "sj",
    "qingpu": "qp",
    "fengxian": "fx",
    "chongming": "cm",
}
TOPICS_BY_CODE: Final[Mapping[str, Topic]] = {c: topic for topic, c in TOPIC_CODES.items()}
STATUSES_BY_CODE: Final[Mapping[str, StatusFilter]] = {c: s for s, c in STATUS_CODES.items()}
DISTRICTS_BY_CODE: Final[Mapping[str, District]] = {
    key: slug for slug, code in DISTRICT_CODES.items() for key in (code, slug)
}
"""By code and by slug."""


def short_id(record_id: str, limit: int) -> str:
    """A record's id, or a checksum of it where it is longer than the limit."""
    return record_id if len(record_id) <= limit else f"~{crc32(record_id.encode()):08x}"


def full_id(code: str, ids: Iterable[str], limit: int) -> str | None:
    """The id that `short_id` made this code of, or None where no record has it."""
    return next((i for i in ids if code in (i, short_id(i, limit))), None)
