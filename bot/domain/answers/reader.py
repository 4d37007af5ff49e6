"""Reads a question into a query: its form, and the documents that answer it."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.answers.lookup.hits import hits_of
from bot.domain.answers.read.clauses import ASKS
from bot.domain.answers.read.firm_facts import describes_firm, needs_money, without_office
from bot.domain.answers.read.forms import form_of, has_form
from bot.domain.answers.read.query import Query
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import Plain

_SHORT: Final = 140
"""Characters of a text that may only tell what a firm is."""


def read_question(release: Release, plain: Plain, today: date) -> Query:
    """A whole question; or one clause of it, asked by itself."""
    question, form = release.index.parse(plain), form_of(plain)
    if needs_money(release, question) and form != "difference":
        form = "get"
    if form == "can":
        question = without_office(release, question)
    query = Query(release, question, plain, form, today)
    if form == "value" and _asks_nothing(question) and describes_firm(query):
        query = replace(query, form="get")
    return _with_hits(query)


def _asks_nothing(question: ParsedQuestion) -> bool:
    """Whether it has no word or mark of a question, as where somebody only tells what they are."""
    text = question.text
    return not (len(text) > _SHORT or question.intents or "?" in text or ASKS.search(text))


def read_part(query: Query, part: ParsedQuestion, plain: Plain | None = None) -> Query:
    """A part of a question, parsed with the subject that it shares.

    `plain`: the text that says how it is asked, where that is not its own.
    """
    plain = plain or part.text
    form = "difference" if has_form(plain, "difference") else form_of(plain)
    if needs_money(query.release, part) and form != "difference":
        form = "get"
    return _with_hits(replace(query, question=part, plain=plain, form=form))


def _with_hits(query: Query) -> Query:
    return replace(query, hits=hits_of(query))
