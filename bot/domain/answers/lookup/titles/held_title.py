"""Until when the firm's title is valid, if a question says in which year or month it got it."""

import re
from datetime import date, timedelta
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.lookup.titles.keeping import (
    BOTH,
    RULES,
    VALIDITY_ORDER,
    keep_rules,
    names_title,
)
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Tier
from bot.domain.eligibility.tiers import general_criteria, review_due, tier_in_force
from bot.domain.release import Release
from bot.domain.search.ranking import MONTH_LENGTH, SUPPORT, tiers_named

_GOT: Final = re.compile(
    r"\b(?:got|get|became|become|recogni[sz]ed|granted|given|awarded|won|earned|obtained)\b|"
    r"\b(?:title|status|plaque|badge|srdi|giant|sme)s?\b[^,.;?]{0,16}\b(?:since|from|in|of|dates?)\b|"
    r"\b(?:since|from) (?:\w+ )?20\d\d\b|"
    r"(?:拿|评|认定|获|批|成为|当上|到手)|[年月](?:份)?的(?:小巨人|专精特新|创新型)"
)
"""Says when the firm got it."""
_UNTIL: Final = re.compile(
    r"\b(?:until|till) when\b|\bgood (?:until|till|for)\b|\bhow (?:long|many (?:more )?years)\b|"
    r"\b(?:valid|good|count\w*|hold\w*)\b[^.?;]{0,16}\?|\bstill (?:valid|good|counts?)\b|"
    r"\b(?:expired|lapsed|dead|void|run out)\b|\bover (?:already|now|yet)\b|\bover\W*\?|"
    r"\bwhen\b[^.?;]{0,40}"
    r"\b(?:re-?view\w*|re-?check\w*|expir\w*|run out|ends?|renew\w*|over|lapse)|"
    r"\b(?:re-?view|re-?check|expir\w+|renewal)\b[^.?;]{0,12}\bwhen\b|"
    r"有效期|到(?:什么时候|哪[年天]|几时|期)|(?:什么时候|哪[年天]|几时|何时).{0,8}(?:到期|复核|过期|失效)|"
    r"(?:过期|到期|失效|作废|没用)(?:了|没)|还算不算|(?:还|仍)(?:有效|作数|算数|能用|管用)|(?:作数|算数|有效)(?:吗|么|伐|不)|管(?:几年|多久|到)"
)
"""Asks how long it lasts, or when it is reviewed."""
_OURS: Final = re.compile(r"\b(?:we|our|us|my|i)\b|我|咱|称号|牌子|资质")
_EARLIER: Final = re.compile(
    r"\b(?:before|pre|prior to|earlier than)\b[ -](?:[a-z]+ )?20\d\d|"
    r"20\d\d年?(?:\d+月)?(?:\d+日|份)?(?:之|以)前"
)
"""Says only that it was before a date."""
_EARLIEST: Final = 2019


def held_title_card(query: Query) -> AnswerCard | None:
    """Until when the title is valid; None if the question does not say when it was given.

    Asked whether rules of a later time end it, the rule for titles from before them comes first.
    """
    release, question, plain, today = query.release, query.question, query.plain, query.today
    tier_names = tiers_named(question)
    other = BOTH.search(plain) or question.amounts or not _OURS.search(plain)
    rules = None if other else RULES.search(plain)
    year_of_rules = rules[0] if rules else ""
    dates = {d for d in question.dates if d[:4] not in year_of_rules}
    if past := {d for d in dates if d[:4] < str(today.year)}:
        dates = past  # the other date is that of the question
    since = max(dates, key=len, default="")
    if not names_title(query) or len({d[:4] for d in dates}) != 1 or question.districts:
        return None
    others = SUPPORT if rules else {"apply", "deadline", *SUPPORT}  # rules apply as well
    if question.concepts & {*others} or not _GOT.search(plain):
        return None
    if _EARLIER.search(plain):
        return keep_rules(release, VALIDITY_ORDER) if rules or _UNTIL.search(plain) else None
    if len(tier_names) != 1:
        return keep_rules(release, VALIDITY_ORDER) if rules else None
    if not (rules or _UNTIL.search(plain)):
        return None
    year, month = int(since[:4]), int(since[5:] or 1)
    if year < _EARLIEST or date(year, month, 1) > today:
        return None
    tier = tier_in_force(release.catalogue.dataset.tiers, tier_names[0])
    due = review_due(tier, date(year, month, 1))
    if due is None or tier.title_validity is None:
        return None
    validity = tier.title_validity
    lines = [Line(tier, (validity.period,))]
    lines += [Line(tier, text=validity.re_review)] if validity.re_review else []
    # A plaque runs to the month before (ap-plaque).
    last = due - timedelta(days=1) if len(since) == MONTH_LENGTH else due
    valid_to = last.isoformat()[: len(since)]
    return AnswerCard(tier, (*_transition(release, tier, since), *lines), valid_to=valid_to)


def _transition(release: Release, tier: Tier, since: str) -> list[Line]:
    """What the rules in force say of a title from before them."""
    if tier.starts is None or since >= tier.starts.isoformat()[: len(since)]:
        return []
    every = general_criteria(release.catalogue.dataset.tiers)
    return [Line(t, text=c.requirement) for t, c in every if c.keeping == "transition"]
