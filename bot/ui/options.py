"""Options that many commands share: choices, autocompletes, and what an empty one offers."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar

from discord import app_commands

from bot.domain.data.districts import DISTRICTS, LINGANG_AREA, PLACES, District
from bot.domain.release import Release
from bot.domain.text_limits import MAX_NAME_LENGTH
from bot.i18n.translator import N_, Lang
from bot.ui.components import shorten

if TYPE_CHECKING:
    from bot.domain.data.models import Term
    from bot.domain.search.names import NameFinder

T = TypeVar("T", bound=str)
C = TypeVar("C", bound=Callable[..., Any])

NameKind: TypeAlias = Literal["measures", "zones", "packages", "districts"]
POPULAR: Final[Mapping[NameKind, Sequence[str]]] = {
    "measures": (
        "d24-loan d24-award a25-loan d24-guar ai-compute a25-interest aw-pudong a25-guar "
        "fi-national-int aw-jingan ap-portal fi-renew"
    ).split(),
    "zones": (
        "z-dongfangxingang z-beautyvalley z-icdesign z-robot z-maqiao z-zjdrug z-aiisland "
        "z-hydrogen"
    ).split(),
    "packages": "shanghai-2024-12 shanghai-2025-04 shanghai-2025-07-ai national-2026".split(),
    "districts": "pudong jingan minhang yangpu songjiang jiading".split(),
}


def suggestions(
    finder: "NameFinder[T]",
    kind: NameKind,
    typed: str,
    is_past: Callable[[T], bool] = lambda _: False,
) -> Iterable[T]:
    """What matches; where nothing is typed, the popular ones first and the past ones last."""
    if typed.strip():
        return finder.complete(typed)
    items = finder.complete("", len(finder))
    rank = {item: number for number, item in enumerate(POPULAR[kind])}
    return sorted(items, key=lambda item: (is_past(item), rank.get(item, len(rank))))


LANG_CHOICES: Final = (N_("en"), N_("zh"))
"""The names of the choices that discord.py makes of `Lang`."""
LANG_HELP: Final = N_("Language of the answer")
PUBLIC_HELP: Final = N_("Post the answer for everyone in this channel")
DISTRICT_HELP: Final = N_("A district of Shanghai")
MEASURE_HELP: Final = N_("Name of a measure, in English, Chinese or pinyin")
INDUSTRY_HELP: Final = N_("An industry that a park or cluster is for")


def describe_answer(command: C) -> C:
    """Describes the options of every command whose answer may be public."""
    return app_commands.describe(lang=N_(LANG_HELP), public=N_(PUBLIC_HELP))(command)


MAX_CHOICES: Final = 25
MAX_CHOICE: Final = 100
"""Discord's limits of an autocomplete answer; it drops the whole answer above them."""

_LINGANG: Final[Set[str]] = frozenset(
    (
        f"{LINGANG_AREA}|lingang|lin gang|lin-gang special area|lin-gang new area|"
        "临港|临港新片区|临港 lin-gang|lin-gang 临港"
    ).split("|")
)
"""What people type for it, normalised."""

TextChoice: TypeAlias = app_commands.Choice[str]

NameOption: TypeAlias = app_commands.Range[str, 1, MAX_NAME_LENGTH]
"""A name that people type. Discord shows the limit; the option guard checks it on receipt."""


def choices(*names: str) -> list[TextChoice]:
    """Fixed choices; a value is its English name with hyphens for spaces."""
    return [TextChoice(name=name, value=name.lower().replace(" ", "-")) for name in names]


KIND_CHOICES: Final = choices(
    N_("loan"),
    N_("guarantee"),
    N_("subsidy"),
    N_("fund"),
    N_("capital market"),
    N_("award"),
    N_("voucher"),
)
TOPIC_CHOICES: Final = choices(
    N_("funding"),
    N_("loan"),
    N_("guarantee"),
    N_("subsidy"),
    N_("award"),
    N_("zone"),
    N_("cluster"),
    N_("eligibility"),
    N_("service"),
    N_("capital market"),
    N_("statistic"),
)
STATUS_CHOICES: Final = choices(N_("in force"), N_("superseded"), N_("all"))
ZONE_KIND_CHOICES: Final = choices(N_("park"), N_("cluster"))
TIER_CHOICES: Final = choices(N_("innovative"), N_("specialised"), N_("little giant"))
RULES_CHOICES: Final = choices(N_("current"), N_("2022"))
CONTENT_CHOICES: Final = choices(N_("changes"), N_("overview"), N_("both"))
POST_LANG_CHOICES: Final = choices(N_("en"), N_("zh"), N_("both"))
WHEN_EMPTY_CHOICES: Final = choices(N_("say so"), N_("post nothing"))
CLEAR_CHOICES: Final = choices(N_("topic"), N_("district"), N_("role"), N_("alerts"))
STATE_CHOICES: Final = choices(N_("active"), N_("paused"), N_("suspended"), N_("asleep"))
FORMAT_CHOICES: Final = choices(N_("csv"), N_("json"), N_("md"))


def offer(pairs: Iterable[tuple[str, str]]) -> list[TextChoice]:
    """(name, value) pairs as an autocomplete answer within Discord's limits."""
    kept = [(n, v) for n, v in pairs if n and len(v) <= MAX_CHOICE][:MAX_CHOICES]
    return [TextChoice(name=shorten(name, MAX_CHOICE), value=value) for name, value in kept]


def offer_districts(finder: "NameFinder[District]", typed: str, lang: Lang) -> list[TextChoice]:
    """Districts that match what is typed, named in the reader's language first."""
    found = suggestions(finder, "districts", typed)
    return offer((district_label(slug, lang), slug) for slug in found)


def find_district(release: Release, typed: str | None) -> District | None:
    """The district that a person means; None where none is typed or it is unknown."""
    return release.names.districts.resolve(typed) if typed else None


def district_label(slug: District, lang: Lang) -> str:
    """A district's name in both languages, the reader's first."""
    return _both_names(DISTRICTS[slug], lang)


def _both_names(names: tuple[str, str], lang: Lang) -> str:
    en, zh = names
    return f"{zh} {en}" if lang == "zh" else f"{en} {zh}"


def offer_places(release: Release, typed: str, lang: Lang) -> list[TextChoice]:
    """Districts that match what is typed, and Lin-gang: first where it matches, else last."""
    from bot.domain.text import normalise  # noqa: PLC0415 - a start reads no text

    found = offer_districts(release.names.districts, typed, lang)
    key = normalise(typed)
    if any(name.startswith(key) for name in _LINGANG):
        area = TextChoice(name=place_label(LINGANG_AREA, lang), value=LINGANG_AREA)
        found.insert(0 if key else len(found), area)
    return found


def find_place(release: Release, typed: str) -> str:
    """The district, or Lin-gang, or what was typed."""
    from bot.domain.text import normalise  # noqa: PLC0415 - as above

    if normalise(typed) in _LINGANG:
        return LINGANG_AREA
    return find_district(release, typed) or typed


def place_label(place: str, lang: Lang) -> str:
    """The name of a district or of Lin-gang in both languages, the reader's first."""
    return _both_names(PLACES[place], lang)


def offer_measures(release: Release, typed: str, lang: Lang) -> list[TextChoice]:
    """Measures that match what is typed, in the reader's language; past ones and warnings last."""
    measures = release.catalogue.measures
    found = suggestions(
        release.names.measures, "measures", typed, lambda i: bool(measures[i].superseded_by)
    )

    def rank(measure_id: str) -> int:
        measure = measures[measure_id]
        past = measure.use == "history" or measure.superseded_by is not None
        return 2 if measure.use == "warning" else int(past)

    titles = ((measures[i].title, i) for i in sorted(found, key=rank))
    return offer((title.zh if lang == "zh" else title.en, i) for title, i in titles)


def industry_label(term: "Term", lang: Lang) -> str:
    """An industry's name in both languages, the reader's first."""
    return _both_names((term.en, term.zh), lang)
