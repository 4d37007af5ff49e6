"""Help and about: what a newcomer reads, and that it is true."""

import gettext
import re
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.discord_client.command_sync import Translations
from bot.domain.data.districts import DISTRICTS
from bot.i18n.translator import LANGS, Translator
from bot.ui.command_mentions import Registration
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, text_length, walk
from bot.ui.context import RenderContext
from bot.version import program_version
from cogs.help.texts import read_text
from cogs.help.topics import TOPIC_ORDER, read_topics
from cogs.registry import REGISTRY
from tests.commands.chat import (
    Chat,
    assert_fits,
    buttons,
    choose,
    message_of,
    options,
    parts_of,
    press,
    read_on,
    texts,
)
from tests.end_to_end.program import ROOT

MENTION = re.compile(r"</([a-z -]+):(\d+)>|`/([a-z][a-z -]*)`")


def known_commands(chat: Chat) -> set[str]:
    return {command.qualified_name for command in chat.app.client.tree.walk_commands()}


TASKS = {
    "What can my firm get?": "### ",
    "Loans": "### Funding · Loan · ",
    "Parks": "parks",
    "All commands": "### All commands",
}


async def test_help_shows_two_rows_of_three_tasks_and_a_select(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "help")
    assert "What do you want to do?" in texts(reply)
    assert [len(part["components"]) for part in parts_of(reply) if part["type"] == 1] == [1, 3, 3]
    assert len(options(reply)) == len(DISTRICTS)
    assert_fits(reply)


@pytest.mark.parametrize("task", TASKS)
async def test_each_task_is_one_press_away(chat: Chat, task: str) -> None:
    reply = await chat.alice.slash(chat.channel, "help")
    assert TASKS[task] in texts(await press(chat.alice, reply, task))


def test_what_a_firm_gets_opens_match_where_there_is_that_command(context: RenderContext) -> None:
    registered = Registration(commands=frozenset({"match"}))
    known = RenderContext(context.release, context.tr, context.today, registered)
    first = REGISTRY.layout(known, "ho")[2]["components"][0]
    assert first["custom_id"].partition(">")[0] == f"v|ma|{context.tr.lang}|||||f|0"


async def test_the_check_opens_from_help(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "help")
    custom_id = next(p["custom_id"] for p in parts_of(reply) if p.get("label") == "Check my firm")
    opened = await chat.alice.click(message_of(reply), custom_id=custom_id)
    assert opened.modal is not None


async def test_the_award_of_a_district_is_one_choice_away(chat: Chat) -> None:
    reply = await chat.ming.slash(chat.channel, "help")
    assert "闵行" in texts(await choose(chat.ming, reply, "闵行区 Minhang"))


async def test_a_member_reads_once_that_digests_are_for_administrators(chat: Chat) -> None:
    for topic in ("digest", "digest-more"):
        said = texts(await chat.alice.slash(chat.channel, "help", topic=topic))
        assert "</digest" not in said
        assert "`/digest " in said
    role = chat.guild.create_role("Editors", permissions=discord.Permissions(manage_guild=True))
    boss = chat.guild.add_member(chat.env.create_user("Boss"), roles=[role])
    home = await boss.slash(chat.channel, "help")
    start = await press(boss, home, "All commands")
    assert "</digest create:" in texts(start)
    assert "</digest why:" in texts(await choose(boss, start, "Digests: schedules and problems"))


async def test_commands_can_be_clicked(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "help", topic="start")
    found = {name: int(number) for name, number, _ in MENTION.findall(texts(reply)) if name}
    assert found["ask"] == chat.app.services.mentions.current.command_ids["ask"]
    assert found["funding overview"] == chat.app.services.mentions.current.command_ids["funding"]


async def test_every_command_that_is_named_exists(chat: Chat) -> None:
    known = known_commands(chat)
    for topic in TOPIC_ORDER:
        reply = await chat.alice.slash(chat.channel, "help", topic=topic)
        named = {a or b for a, _, b in MENTION.findall(texts(reply))}
        assert named <= known, topic
        assert_fits(reply)
    for lang in LANGS:
        assert {b for _, _, b in MENTION.findall(read_text("privacy", lang))} <= known


def test_commands_stay_readable_while_their_ids_are_unknown(context: RenderContext) -> None:
    [card] = REGISTRY.layout(context, "h", "start")
    content = card["components"][0]["content"]
    assert "`/funding overview`" in content
    assert "</" not in content


def test_commands_that_do_not_exist_are_left_out(context: RenderContext) -> None:
    few = Registration(commands=frozenset({"little-giant criteria"}))
    page = REGISTRY.layout(
        RenderContext(context.release, context.tr, context.today, few), "h", "little-giant"
    )
    assert {c for _, _, c in MENTION.findall(str(page))} == {"little-giant criteria"}


async def test_the_menu_leads_from_page_to_page(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "help", topic="start")
    assert len(options(reply)) == len(TOPIC_ORDER)
    page = await choose(chat.alice, reply, "Funding")
    assert "### Funding" in texts(page)
    assert "### Parks and clusters" in texts(await choose(chat.alice, page, "Parks and clusters"))


async def test_a_topic_is_found_by_other_names(chat: Chat) -> None:
    for typed, heading in (
        ("confidence", "Where the figures come from"),
        ("隐私", "Language and privacy"),
        ("Becoming a little giant", "Becoming a little giant"),
        ("zones", "Parks and clusters"),
    ):
        reply = await chat.alice.slash(chat.channel, "help", topic=typed)
        assert heading in texts(reply)


async def test_an_unknown_topic_gives_the_three_nearest(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "help", topic="fundign")
    assert "There is no page about “fundign”" in texts(reply)
    assert "Funding" in buttons(reply)
    page = await press(chat.alice, reply, "Funding")
    assert "### Funding" in texts(page)


async def test_topics_are_offered(chat: Chat) -> None:
    offered = await chat.offers(chat.alice, "help", "topic")
    assert [value for _, value in offered] == list(TOPIC_ORDER)
    assert ("Where the figures come from", "sources") in await chat.offers(
        chat.alice, "help", "topic", "conf"
    )


async def test_sources_explain_each_level_of_confidence(chat: Chat) -> None:
    said = texts(await chat.alice.slash(chat.channel, "help", topic="sources"))
    for level in ("high", "medium", "low", "sources disagree"):
        assert f"Confidence: {level}" in said
    assert "legal advice" in said


async def test_about_names_versions_counts_licence_and_installs(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "about")
    said, catalogue = texts(reply), chat.app.services.release.catalogue
    assert f"Little Giant {program_version()}" in said
    assert f"**Data {catalogue.version}**" in said
    assert re.search(rf"{len(catalogue.sources)} sources, newest \w+ 20\d\d$", said, re.MULTILINE)
    assert "MIT" in said
    assert "Not legal advice" in said
    assert "to a server" in said
    assert "your own account" in said
    assert_fits(reply)


async def test_about_links_the_invitation_of_this_application(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "about")
    urls = [part["url"] for part in parts_of(reply) if part.get("url")]
    expected = chat.app.client.application_id
    assert urls == [f"https://discord.com/oauth2/authorize?client_id={expected}"]


async def test_about_leads_to_terms_privacy_and_packages(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "about")
    assert "Terms of use" in texts(await choose(chat.alice, reply, "Terms"))
    reply = await chat.alice.slash(chat.channel, "about")
    privacy = await choose(chat.alice, reply, "Privacy")
    assert "What is not stored" in await read_on(chat.alice, privacy)
    reply = await chat.alice.slash(chat.channel, "about")
    about = await press(chat.alice, await choose(chat.alice, reply, "Terms"), "About")
    packages = await choose(chat.alice, about, "Packages")
    assert "Ten measures of December 2024" in texts(packages)
    following = await press(chat.alice, packages, "Next")
    assert "page 2 of" in texts(following)
    opened = await choose(chat.alice, following, options(following)[0][0])
    assert "**Contains:** " in texts(opened)


def test_ming_reads_terms_and_privacy_in_chinese() -> None:
    assert "不构成法律" in read_text("terms", "zh")
    assert "不保存问题" in read_text("privacy", "zh")


def test_both_languages_have_the_same_pages() -> None:
    english, chinese = read_topics("en"), read_topics("zh")
    assert tuple(english) == tuple(chinese) == TOPIC_ORDER
    for key, topic in english.items():
        other = chinese[key]
        assert [name for name, _ in topic.commands] == [name for name, _ in other.commands]
        assert len(topic.paragraphs) == len(other.paragraphs)
        assert topic.confidence == other.confidence
        assert "**" not in topic.name + other.name


def known_names() -> list[str]:
    """The top-level commands that help names."""
    return [name.split()[0] for topic in read_topics("en").values() for name, _ in topic.commands]


@pytest.mark.parametrize(
    ("view", "args"),
    [
        ("ab", ()),
        ("ho", ()),
        ("ho", ("a",)),
        ("te", ()),
        ("pr", ()),
        *(("pl", (str(page),)) for page in range(4)),
        *(("h", (topic,)) for topic in (*TOPIC_ORDER, "x" * 100)),
    ],
)
def test_every_page_fits(context: RenderContext, view: str, args: tuple[str, ...]) -> None:
    ids: dict[str, int] = dict.fromkeys(known_names(), 10**18)
    known = RenderContext(context.release, context.tr, context.today, Registration(10**18, ids))
    layout = REGISTRY.layout(known, view, *args)
    assert len(list(walk(layout))) + 2 <= MAX_COMPONENTS
    assert text_length(layout) <= MAX_TEXT
    assert all(len(part.get("label", "")) <= 80 for part in walk(layout))


class Chinese(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return {"Find measures": "查找政策措施", "ask": "提问"}.get(message, message)


async def test_a_message_command_is_named_in_chinese_and_a_slash_command_is_not() -> None:
    async def find(interaction: discord.Interaction, message: discord.Message) -> None: ...

    async def ask(interaction: discord.Interaction) -> None: ...

    chinese = Translator("zh", Chinese())
    translations = Translations(chinese, chinese)
    place = app_commands.TranslationContextLocation.command_name
    menu = app_commands.ContextMenu(name="Find measures", callback=find)
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="ask", description="Ask", callback=ask
    )
    for what, expected in ((menu, "查找政策措施"), (command, None)):
        context: Any = app_commands.TranslationContext(place, what)  # pyright: ignore[reportUnknownVariableType] # generic in its data
        name = app_commands.locale_str(what.name)
        assert await translations.translate(name, discord.Locale.chinese, context) == expected


async def test_every_command_has_its_place_in_the_documentation(chat: Chat) -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    documented: set[str] = set()
    for cell in re.findall(r"^\| (.+?) \|", page, re.MULTILINE):
        group = ""
        for name in re.findall(r"`/?([a-z -]+)`|\*([A-Z][a-z ]+)\*", cell):
            group = name[0].split()[0] if " " in name[0] else group
            documented |= {"".join(name), f"{group} {name[0]}"}
    commands = {c.qualified_name for c in chat.app.client.tree.walk_commands() if not_a_group(c)}
    assert commands - documented == set()


def not_a_group(command: object) -> bool:
    return not isinstance(command, app_commands.Group)
