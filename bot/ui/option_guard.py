"""Refuses options that a command does not take, before anything reads them.

Discord's own clients keep to lengths, types and choices, and discord.py checks few of them on
receipt. Anything else gets one sentence, and an autocomplete gets no choices. What is
checked is what the commands declare, so a new option is guarded by being declared.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import discord
from discord import AppCommandOptionType, app_commands

from bot.i18n.translator import N_, Translator
from bot.ui.interaction_tracking import outcome_of, set_outcome

if TYPE_CHECKING:
    from bot.discord_client.client import LittleGiant

Parameters: TypeAlias = Mapping[str, app_commands.Parameter]
Given: TypeAlias = Mapping[str, Any]
"""An option as Discord sends it: its name, type and value."""
Resolved: TypeAlias = Mapping[str, Mapping[str, Any]]
"""The objects that Discord describes: by kind, then by id."""
Refusal: TypeAlias = Callable[[Translator], str]

_BRANCHES: Final = (
    AppCommandOptionType.subcommand.value,
    AppCommandOptionType.subcommand_group.value,
)
_KINDS: Final[Mapping[AppCommandOptionType, str]] = {
    AppCommandOptionType.string: N_("text"),
    AppCommandOptionType.boolean: N_("true or false"),
    AppCommandOptionType.channel: N_("a channel of this server"),
    AppCommandOptionType.role: N_("a role of this server"),
    AppCommandOptionType.attachment: N_("a file"),
}
_RESOLVED: Final[Mapping[AppCommandOptionType, str]] = {
    AppCommandOptionType.channel: "channels",
    AppCommandOptionType.role: "roles",
    AppCommandOptionType.attachment: "attachments",
}
"""Where Discord describes the object of an option's id."""


async def options_accepted(interaction: discord.Interaction["LittleGiant"]) -> bool:
    """Whether the command may go on; else it has been answered."""
    command = interaction.command
    if not isinstance(command, app_commands.Command):
        return True
    data: Any = interaction.data or {}
    given, resolved = _leaf_options(data), data.get("resolved", {})
    parameters = {each.display_name: each for each in command.parameters}
    if interaction.type is discord.InteractionType.autocomplete:
        if _completable(parameters, given):
            return True
        await interaction.client.guard.offer_nothing(interaction)
        return False
    refusal = next(_refusals(parameters, given, resolved), None)
    if refusal is None:
        return True
    set_outcome("refused")
    sentence = refusal(interaction.client.translator(interaction))
    await interaction.client.guard.reply(interaction, sentence)
    outcome = outcome_of(interaction)
    interaction.client.metrics.commands.labels(command.qualified_name, outcome).inc()
    return False


def _leaf_options(data: Mapping[str, Any]) -> Sequence[Given]:
    """The options themselves, below the names of groups and subcommands."""
    options: Sequence[Given] = data.get("options") or ()
    while options and options[0].get("type") in _BRANCHES:
        options = options[0].get("options") or ()
    return options


def _completable(parameters: Parameters, given: Sequence[Given]) -> bool:
    """Whether what is being typed is an option that offers choices, no longer than it may be."""
    nothing: Given = {}
    typed = next((each for each in given if each.get("focused")), nothing)
    parameter, value = parameters.get(typed.get("name", "")), typed.get("value")
    if parameter is None or not parameter.autocomplete or not isinstance(value, str):
        return False
    return parameter.max_value is None or len(value) <= parameter.max_value


def _refusals(
    parameters: Parameters, given: Sequence[Given], resolved: Resolved
) -> Iterator[Refusal]:
    """What is wrong with the options, one sentence for each fault; nothing that was sent."""
    names = {each.get("name") for each in given}
    if not names <= parameters.keys():
        yield lambda tr: tr(
            "The options of this command have changed. Please type it again so that "
            "Discord shows the new ones."
        )
        return
    for name, parameter in parameters.items():
        if parameter.required and name not in names:
            yield _missing(name)
    for each in given:
        yield from _refusal(parameters[each["name"]], each, resolved)


def _refusal(
    parameter: app_commands.Parameter, given: Given, resolved: Resolved
) -> Iterator[Refusal]:
    value, option = given.get("value"), parameter.display_name
    fits = given.get("type") == parameter.type.value and _is_a(parameter.type, value, resolved)
    if parameter.choices and (not fits or value not in [c.value for c in parameter.choices]):
        yield lambda tr: tr(
            "`{option}` must be one of these: {choices}. Please choose from Discord's list.",
            option=option,
            choices=tr.list_comma.join(tr(choice.name) for choice in parameter.choices),
        )
    elif not fits:
        kind = _KINDS[parameter.type]
        yield lambda tr: tr(
            "`{option}` must be {kind}. Please enter it again.", option=option, kind=tr(kind)
        )
    elif isinstance(value, str) and parameter.type is AppCommandOptionType.string:
        if len(value) < (parameter.min_value or 0):
            yield _missing(option)
        elif parameter.max_value is not None and len(value) > parameter.max_value:
            yield lambda tr: tr(
                "`{option}` is too long: {count} characters; the limit is {most}. Please "
                "shorten it and run the command again.",
                option=option,
                count=f"{len(value):,}",
                most=parameter.max_value,
            )


def _missing(name: str) -> Refusal:
    return lambda tr: tr(
        "`{option}` is missing. Please run the command again with it.", option=name
    )


def _is_a(kind: AppCommandOptionType, value: object, resolved: Resolved) -> bool:
    """Whether a value is of the kind; an id must be of an object that Discord describes."""
    if kind is AppCommandOptionType.boolean:
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    return kind not in _RESOLVED or value in (resolved.get(_RESOLVED[kind]) or {})
