"""/match, as a firm uses it."""

import re

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.ui.components import walk
from tests.commands.chat import Chat, Reply, buttons, choose, message_of, options, press, texts


async def test_a_chip_designer_finds_a_loan_guarantee(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "match", district="Taihu Lake", title="specialised", industry="chips"
    )
    assert "is not one of Shanghai's" in texts(reply), "a lake is no district"
    reply = await chat.alice.slash(
        chat.channel, "match", district="pudong", title="specialised", industry="芯片", need="loan"
    )

    shown = texts(reply)
    assert shown.startswith("### ")
    assert "may fit, by what the sources state\nintegrated circuits · Loan\n**1** " in shown
    line = r"\*\*\d\*\* SRDI guarantee plan: \*\*up to 30 million yuan\*\*\nSRDI SMEs · [●◐○] \w+\n"
    assert re.search(line, shown)
    assert message_of(reply).ephemeral
    assert buttons(reply) == ["More", "Check my firm", "Open", "Share here"]
    assert "1 depends on a title or limit" in [label for label, _ in options(reply)]
    assert len([part for part in message_of(reply).components if part["type"] == 1]) == 4


async def test_more_shows_the_next_ones_and_totals_come_last(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "match", title="specialised", need="loan")
    seen = [texts(reply)]
    while "More" in buttons(reply):
        reply = await press(chat.alice, reply, "More")
        seen.append(texts(reply))

    shown = "\n".join(seen)
    numbers = [int(n) for n in re.findall(r"^\*\*(\d+)\*\* ", shown, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert shown.index("up to 30 million yuan") < shown.index("400 billion yuan in all")
    first = await press(chat.alice, reply, "Previous")
    assert texts(first) == seen[-2]


async def test_drop_downs_refine_in_place(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "match")
    assert "Choose a district: up to " in texts(reply)

    placed = await choose(chat.alice, reply, "Jing'an")
    titled = await choose(chat.alice, placed, "Little giant")
    awards = await choose(chat.alice, titled, "Award")
    assert "Jing'an: little giant and SRDI awards: **up to 500,000 yuan**" in texts(awards)

    wider = await choose(chat.alice, awards, "Any need")
    assert "Any need" not in [label for label, _ in options(wider)]


async def test_a_district_award_that_is_over_is_said_to_be(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "match", district="pudong", title="little-giant", need="award"
    )
    assert texts(reply).splitlines()[1] == "Award · Pudong's own award ended on 31 December 2025"
    assert "own award" not in texts(await choose(chat.alice, reply, "Lin-gang"))
    assert "own award" not in texts(await choose(chat.alice, reply, "Xuhui"))
    assert "own award" not in texts(await choose(chat.alice, reply, "Loan"))
    nothing = await chat.ming.slash(chat.channel, "match", district="minhang", need="award")
    assert "闵行区本区奖励已于2025年12月31日到期" in texts(nothing)


async def test_what_depends_on_a_title_names_it(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "match", title="innovative", need="guarantee")
    label = next(label for label, _ in options(reply) if "on a title or limit" in label)
    depends = await choose(chat.alice, reply, label)

    assert "SRDI guarantee plan: **up to 30 million yuan**\nneeds SRDI SME" in texts(depends)
    assert texts(depends).splitlines()[1] == "Innovative SME · Guarantee"
    assert texts(await choose(chat.alice, depends, "Innovative SME")) == texts(reply)


async def test_a_number_opens_the_measure_and_back_leads_to_the_list(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "match", title="specialised", need="guarantee")
    opened = await open_result(chat, reply, "SRDI guarantee plan")
    assert texts(opened).startswith("### SRDI guarantee plan")
    assert texts(await press(chat.alice, opened, "Back")) == texts(reply)


async def test_of_a_public_list_a_number_opens_privately(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "match", title="specialised", need="guarantee", public=True
    )
    before = texts(reply)
    form = await pressed_open(chat, chat.ming, reply)
    names = asked(form)
    sent = await chat.ming.submit_modal(
        form, {"result": names["1 专精特新专项担保计划（单户上限3000万元）"]}
    )
    assert message_of(sent).ephemeral
    assert texts(sent).startswith("### 专精特新专项担保计划")
    assert texts(reply) == before


async def test_lin_gang_is_a_choice_with_rules_of_its_own(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "match", district="临港", title="little-giant", need="award"
    )
    assert "Lin-gang Special Area" in texts(reply)
    pudong = await choose(chat.alice, reply, "Pudong")
    assert "Lin-gang Special Area" not in texts(pudong)
    again = await choose(chat.alice, pudong, "Lin-gang")
    assert texts(again) == texts(reply)
    offered = await chat.offers(chat.ming, "match", "district", "临")
    assert offered[0] == ("临港 Lin-gang", "lin-gang")
    assert ("Lin-gang 临港", "lin-gang") in await chat.offers(chat.alice, "match", "district")


async def open_result(chat: Chat, reply: Reply, name: str) -> Reply:
    form = await pressed_open(chat, chat.alice, reply)
    target = next(target for label, target in asked(form).items() if name in label)
    sent = await chat.alice.submit_modal(form, {"result": target})
    return sent.response or message_of(reply)


async def pressed_open(chat: Chat, who: MemberActor, reply: Reply) -> InteractionResult:
    form = await who.click(message_of(reply), custom_id=button_id(reply, "Open"))
    assert form.modal is not None
    return form


def button_id(reply: Reply, label: str) -> str:
    return next(
        p["custom_id"] for p in walk(message_of(reply).components) if p.get("label") == label
    )


def asked(form: InteractionResult) -> dict[str, str]:
    """The results of a form, with what each opens."""
    assert form.modal is not None
    [field] = form.modal["components"]
    return {option["label"]: option["value"] for option in field["component"]["options"]}


async def test_space_leads_to_parks_and_clusters(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "match", district="pudong", industry="chips", need="space"
    )
    assert "**1** Parks and clusters: " in texts(reply)
    zones = await press(chat.alice, reply, "Open")
    assert texts(zones).startswith("### Parks and clusters · Pudong · integrated circuits")


async def test_check_my_firm_opens_the_check_with_what_is_known(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "match", district="minhang", title="specialised")
    button = next(
        p for p in walk(message_of(reply).components) if p.get("label") == "Check my firm"
    )
    result = await chat.alice.click(message_of(reply), custom_id=button["custom_id"])

    assert result.modal is not None
    shown = str(result.modal)
    assert "Highest valid title" in shown
    assert "|=00t2;dmh|" in result.modal["custom_id"]


async def test_an_empty_match_says_which_filter_to_drop(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "match", district="huangpu", industry="software", need="award"
    )
    shown = texts(reply)
    assert shown.startswith("Nothing matches all of these filters.\nsoftware · Award\n-# ")
    label = next(each for each in buttons(reply) if each.startswith("Drop the need"))
    assert texts(await press(chat.alice, reply, label)).startswith("### ")


async def test_a_public_match_is_in_the_readers_language(chat: Chat) -> None:
    reply = await chat.ming.slash(chat.channel, "match", title="little-giant", public=True)
    assert "项可能适用（据现有来源）" in texts(reply)
    assert not message_of(reply).ephemeral


async def test_industries_are_offered_beyond_those_of_zones(chat: Chat) -> None:
    offered = await chat.offers(chat.alice, "match", "industry", "manuf")
    assert offered[0] == ("manufacturing 制造业", "manufacturing")
    for typed in ("制造业", "製造業"):
        reply = await chat.alice.slash(chat.channel, "match", industry=typed)
        assert "\nmanufacturing" in texts(reply)


async def test_what_a_question_says_of_the_firm_arrives(chat: Chat) -> None:
    asked = "we are 40 people designing chips in Zhangjiang, SRDI, 25m revenue. what can we get?"
    reply = await chat.alice.slash(chat.channel, "ask", question=asked)
    assert texts(reply).splitlines()[0].endswith(" kinds of support for your firm")

    shown = await press(chat.alice, reply, "What can my firm get?")
    assert "integrated circuits" in texts(shown)
    assert {"Pudong", "Specialised (SRDI) SME"} <= set(_chosen(shown))


async def test_back_leads_to_the_question(chat: Chat) -> None:
    asked = "SRDI firm in Putuo, what can we get?"
    reply = await chat.alice.slash(chat.channel, "ask", question=asked)
    shown = await press(chat.alice, reply, "What can my firm get?")
    back = await press(chat.alice, shown, "Back")
    assert texts(back) == texts(reply)


async def test_a_firm_with_impossible_numbers_has_a_button_that_works(chat: Chat) -> None:
    asked = "Minhang firm with 99999999 people and 9000000 billion revenue, SRDI: what can we get?"
    reply = await chat.alice.slash(chat.channel, "ask", question=asked)
    shown = await press(chat.alice, reply, "What can my firm get?")
    assert "Minhang" in _chosen(shown)


def _chosen(reply: Reply) -> list[str]:
    """The options that its drop-downs show as chosen."""
    selects = [c for c in walk(message_of(reply).components) if c["type"] == 3]
    return [o["label"] for s in selects for o in s["options"] if o.get("default")]
