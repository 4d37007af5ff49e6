"""A record's name without the amount in it, as lists show it beside the amount."""

import re
from typing import Final

_AMOUNT_IN_TITLE: Final = re.compile(
    r",? (?:of )?(?:up to |over |at least )?[\d,.]+ (?:thousand |million |billion )?yuan.*$"
    r"|（[^（）]*(?:元|%)[^（）]*）$|^\d[\d.]*[万亿]元|(?:上限)?(?:提高[至到])?\d[\d.]*[万亿]元$"
)


def plain_name(name: str) -> str:
    """Of "SRDI guarantee plan, 30 million yuan each" the words before the comma."""
    return _AMOUNT_IN_TITLE.sub("", name) or name
