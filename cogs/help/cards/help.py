"""Help: short pages for newcomers, with commands that can be clicked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from bot.domain.search.names import NameEntry, NameFinder
from bot.domain.text import normalise
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import CONFIDENCE, closing
from bot.ui.components import Component, Layout, button, container, row, select, text
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo

FIRST: Final = "start"

Line: TypeAlias = str | tuple[str, str]
"""A paragraph, or one that is shown only where its command exists: (command, text)."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of help: its name, what it says, and other names for it."""

    name: str
    intro: str
    commands: tuple[tuple[str, str], ...]
    """(command, what it gives); those that do not exist are left out."""
    paragraphs: tuple[Line, ...]
    aliases: tuple[str, ...]
    confidence: bool = False
    """Whether the levels of confidence stand after the introduction."""


TOPICS: Final[Mapping[str, Topic]] = {
    "start": Topic(
        N_("Start here"),
        N_(
            "What Shanghai offers small and medium-sized firms: loans, guarantees, subsidies, "
            "awards, parks and clusters. Every figure comes with its source and date."
        ),
        (
            ("ask", N_("a question in plain words, in English or Chinese")),
            ("funding overview", N_("the money at a glance")),
            ("zones list", N_("parks and clusters, by district or industry")),
            ("little-giant awards", N_("what each district pays a little giant")),
            ("little-giant check", N_("which requirements your firm meets")),
            ("measures browse", N_("all measures, with filters")),
        ),
        (
            N_(
                "**A little giant** (小巨人) is a firm on the top tier of the national ladder of "
                "quality SMEs; SRDI (专精特新) is the tier below it."
            ),
            N_(
                "**Sharing.** Only you see an answer until you press **Share here**, "
                "which posts a copy for everyone without pings. With `public: True` "
                "an answer is posted at once."
            ),
            N_(
                "**Forwarding.** Under a measure or a zone, **Copy as text** gives "
                "plain text for a chat or an e-mail; **File** gives all of it as "
                "Markdown."
            ),
            N_(
                "**Pictures.** **Chart** under an overview, a list of zones, the "
                "numbers or the ladder shows a picture, with the same numbers as "
                "text below."
            ),
            N_(
                "**Found a message about support?** Open its menu, then *Apps* and *Find measures*."
            ),
        ),
        ("help", "overview", "share", "开始", "帮助", "入门", "分享"),
    ),
    "ask": Topic(
        N_("Asking in plain words"),
        N_(
            "You get the figures that answer your question, on at most three cards, "
            "best first. The bot invents nothing: if no source states something, it "
            "says so."
        ),
        (("ask", N_("your question, in English or Chinese")),),
        (
            N_(
                "**Examples**\n"
                "- How much does Pudong pay a new little giant?\n"
                "- What is the guarantee limit for one firm?\n"
                "- How many little giants are there in Shanghai?\n"
                "- 单户担保额度是多少？\n"
                "- xiao ju ren jiang li pu dong"
            ),
            N_(
                "**What helps.** Name the thing (award, loan, voucher), the place (a "
                "district) and the year if it matters. Ask one question at a time. "
                "The bot understands spelling mistakes, abbreviations, pinyin and "
                "traditional characters."
            ),
            N_(
                "**What it does not know.** Other cities, a single firm's case, and anything that "
                "the sources do not say."
            ),
        ),
        ("question", "questions", "提问", "问题"),
    ),
    "funding": Topic(
        N_("Funding"),
        N_("All funding in force: money, guarantees and vouchers."),
        (
            (
                "funding overview",
                N_("the largest sums of each kind; a button opens the list of that kind"),
            ),
            ("funding list", N_("the full list; choose a `kind` or a `district`")),
            (
                "funding show",
                N_("one measure in full: who qualifies, how to apply, all sources"),
            ),
        ),
        (
            N_(
                "**Kinds.** Loan, guarantee, subsidy, fund, capital market, award, voucher. A "
                "voucher pays part of a bill; a guarantee helps a bank to lend; neither is cash."
            ),
            N_(
                "**Reading a sum.** *Up to* and *over* are the source's own words. "
                "Do not add up sums of different kinds: a loan volume is not a grant."
            ),
            N_(
                "**With a district**, measures for the whole city stay in the list "
                "because they apply there too."
            ),
        ),
        ("money", "loan", "subsidy", "资金", "贷款", "补贴"),
    ),
    "zones": Topic(
        N_("Parks and clusters"),
        N_(
            "**A park** is an area with a focus. **A cluster** is an officially "
            "recognised group of firms in one field."
        ),
        (
            (
                "zones list",
                N_("all of them by district; choose a `district`, an `industry` or a `kind`"),
            ),
            (
                "zones show",
                N_("one in full: focus, level, and the measures that apply there"),
            ),
            ("zones map", N_("the 16 districts with the parks and clusters in each, also as text")),
        ),
        (
            N_(
                "Lin-gang counts in Pudong and is marked. Zones across provinces are "
                "listed separately. If no source names a district, the card says so. "
                "English names that no source gives are translations and are marked."
            ),
        ),
        ("park", "cluster", "园区", "集群"),
    ),
    "little-giant": Topic(
        N_("Becoming a little giant"),
        N_(
            "The ladder has three rungs: innovative or technology-based SME "
            "(创新型、科技型), SRDI SME (专精特新), little giant (小巨人). Each requires the one "
            "below it."
        ),
        (
            (
                "little-giant criteria",
                N_("what each rung requires, now and before, and how long a title is valid"),
            ),
            (
                "little-giant check",
                N_("a form; leave blank what you do not know. What you enter is not stored"),
            ),
            (
                "little-giant awards",
                N_("what the city and each district pay new and re-reviewed little giants"),
            ),
            ("little-giant numbers", N_("how many there are, in Shanghai and nationwide")),
        ),
        (
            (
                "little-giant check",
                N_(
                    "The check is a first look: *met*, *not met* or *cannot tell* for each "
                    "requirement."
                ),
            ),
            N_("The authority decides, based on documents that the bot never sees."),
        ),
        ("little giant", "award", "criteria", "srdi", "小巨人", "专精特新", "奖励", "条件"),
    ),
    "measures": Topic(
        N_("Measures"),
        N_(
            "A measure is one thing that a firm can get, must do or may rely on. A package is the "
            "document that it comes from."
        ),
        (
            ("measures browse", N_("by words, `topic`, `district` or `package`")),
            (
                "measures compare",
                N_("two or three of them field by field, differences marked in words"),
            ),
            ("measures changes", N_("what is new, changed or withdrawn since a date")),
            (
                "measures export",
                N_("a file for a spreadsheet (csv), a program (json) or reading (md)"),
            ),
        ),
        (
            N_("You can type names in English, Chinese or pinyin; the menu suggests matches."),
            N_(
                "Lists show what is **in force**: neither replaced nor past a stated "
                "end. `status: all` shows the rest too. A measure without a stated "
                "end counts as in force."
            ),
        ),
        ("policy", "package", "compare", "export", "措施", "政策", "对比", "导出"),
    ),
    "digest": Topic(
        N_("Digests in a channel"),
        N_(
            "A digest posts on a schedule what changed, what closes soon and a "
            "rotating selection of records, in a text or announcement channel, a "
            "thread or a forum. It requires the permission **Manage Server**."
        ),
        (
            ("digest create", N_("creates one; you see everything before you save it")),
            ("digest list", N_("all digests with state, next run and last result")),
            ("digest show", N_("all settings of one and its last ten runs")),
            ("digest edit", N_("changes one; you see before and after")),
            ("digest preview", N_("the exact post, only for you, without pings")),
            ("digest run", N_("posts it now, once")),
            ("digest pause", N_("stops it")),
            ("digest resume", N_("restarts it, from now on")),
            ("digest history", N_("all runs: parts, tries, causes")),
            ("digest why", N_("why it was not posted, step by step")),
            ("digest delete", N_("removes it, in two steps")),
        ),
        (
            N_(
                "**Schedules**: `daily 09:00`, `weekdays 09:00`, `mon,thu 08:30`, `monthly 1 "
                "10:00`, `cron 0 9 * * 1-5`; or in Chinese, such as `每天 09:00` and "
                "`每周一、四 08:30`. No more often than hourly."
            ),
            N_(
                "**Problems.** If the bot can no longer post, it suspends the digest "
                "and notifies you: in the `alerts` channel if you chose one, "
                "otherwise by direct message. Nothing is lost; it resumes "
                "automatically once the problem is solved, and what changed in "
                "between is not posted retroactively."
            ),
        ),
        ("digest", "schedule", "subscription", "post", "定期简报", "订阅", "定时", "推送"),
    ),
    "watch": Topic(
        N_("Watching a measure"),
        N_(
            "A direct message when a measure changes: each field before and after. "
            "Anyone can use it; only you see what you watch."
        ),
        (
            ("watch add", N_("watches a measure, and sends a test message at once")),
            ("watch list", N_("what you watch, with the cause of any problem")),
            ("watch remove", N_("ends a watch; so does the button under each message")),
            ("measures changes", N_("what is new, changed or withdrawn since a date")),
        ),
        (
            N_(
                "**Closed direct messages.** If the bot cannot message you, it "
                "suspends your watches. Allow direct messages in the privacy "
                "settings of a server that you share with the bot, then use the "
                "command again: you get the changes that you missed."
            ),
        ),
        ("watch", "notify", "alert", "direct message", "关注", "提醒", "通知", "私信"),
    ),
    "language-and-privacy": Topic(
        N_("Language and privacy"),
        N_(
            "**Language.** The bot answers in the first of these that is set: the "
            "command's `lang`, your saved language, your Discord client's language "
            "(Chinese, otherwise English). A question in Chinese is answered in "
            "Chinese.\n\n"
            "**Privacy.** The bot stores no questions, answers or messages. What you "
            "save is stored under your user ID until you erase it."
        ),
        (
            ("preferences", N_("shows or saves your language and your time zone")),
            ("privacy show", N_("what is stored about you, and why")),
            ("privacy delete", N_("erases it")),
            ("about", N_("versions, terms and the full privacy text")),
        ),
        (),
        ("language", "privacy", "preferences", "语言", "隐私", "偏好设置", "时区"),
    ),
    "sources": Topic(
        N_("Where the figures come from"),
        N_(
            "From public documents and websites of authorities, newspapers, and "
            "copies of official texts. Each card names its sources with publisher, "
            "date and kind. The last line of every answer gives the data version and "
            "the number of sources behind it."
        ),
        (),
        (
            N_(
                "**Not stated** means that no source says it; it does not mean “no”. "
                "If sources disagree, both versions are shown. A note marks what is "
                "superseded or not confirmed by an official page."
            ),
            N_(
                "None of this is legal advice. Open the source and ask the "
                "responsible office before you rely on a figure."
            ),
        ),
        ("source", "confidence", "data", "来源", "可信度", "数据"),
        confidence=True,
    ),
}
"""By the values of `/help topic`, in the order of the menu."""


@cache
def topic_finder(tr: Translator) -> NameFinder[str]:
    """Finds pages by what people call them, in English or in this language."""
    return NameFinder(
        NameEntry(key, tuple(map(normalise, (key, topic.name, tr(topic.name), *topic.aliases))))
        for key, topic in TOPICS.items()
    )


def help_card(context: RenderContext, topic: str) -> Layout:
    """A page with a drop-down of all pages; an unknown topic gives the three nearest."""
    tr = context.tr
    found = TOPICS.get(topic)
    if found is None:
        return _unknown(context, topic)
    order = list(TOPICS)
    after = order.index(topic) + 1
    parts: list[Component] = [text("\n\n".join(_blocks(context, found))), _menu(context, topic)]
    if after < len(order):
        following = TOPICS[order[after]]
        label = tr("Next: {name}", name=tr(following.name))
        parts.append(row(button(label, link_to(tr, "h", order[after]))))
    parts.append(text(closing(context, len(context.release.catalogue.sources))))
    return [container(*parts)]


def _blocks(context: RenderContext, topic: Topic) -> Iterator[str]:
    tr, registration = context.tr, context.registration
    yield f"### {tr(topic.name)}\n{tr(topic.intro)}"
    if commands := [
        f"- {registration.mention(command)}{tr.colon}{tr(what)}"
        for command, what in topic.commands
        if registration.has(command)
    ]:
        yield "\n".join(commands)
    if topic.confidence:
        yield "\n".join(f"- {tr(level)}" for level in CONFIDENCE.values())
    for paragraph in topic.paragraphs:
        if isinstance(paragraph, str):
            yield tr(paragraph)
        elif registration.has(paragraph[0]):
            yield tr(paragraph[1])


def _menu(context: RenderContext, chosen: str) -> Component:
    tr = context.tr
    return row(
        select(
            "s|help",
            tr("Another page"),
            [(tr(t.name), link_to(tr, "h", key), key == chosen) for key, t in TOPICS.items()],
        )
    )


def _unknown(context: RenderContext, typed: str) -> Layout:
    tr = context.tr
    near = topic_finder(tr).nearest(typed)
    return [
        container(
            text(tr("There is no page about “{typed}”. Nearest matches:", typed=echo(typed, 100))),
            row(*(button(tr(TOPICS[key].name), link_to(tr, "h", key)) for key in near)),
            text(closing(context, 0)),
        )
    ]
