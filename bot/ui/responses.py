"""Sends every answer to an interaction.

A card is drawn once and cached as JSON. Sending that JSON through the library's own callback route
costs a third of building a view, stores no view, and so nothing grows with use. Nothing that is
sent here can ping.
"""

import io
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

import discord
import orjson
import structlog
from orjson import Fragment

from bot.discord_client.library_internals import answer_interaction, request_webhook
from bot.i18n.translator import Translator
from bot.ui.components import Component, Layout, text, unpack_layout
from bot.ui.context import RenderContext
from bot.ui.share import with_share
from bot.ui.trail import with_trail

if TYPE_CHECKING:
    from bot.ui.registry import Press

log = structlog.stdlib.get_logger()

_COMPONENTS_V2: Final = 1 << 15
_EPHEMERAL: Final = 1 << 6
_NO_MENTIONS: Final[dict[str, list[str]]] = {"parse": []}


class AttachedFile(NamedTuple):
    """A file under an answer."""

    name: str
    content: bytes
    description: str = ""
    """What a picture shows, for those who do not see it."""

    @property
    def metadata(self) -> Component:
        """The file as the message's JSON names it."""
        described = {"description": self.description} if self.description else {}
        return {"id": 0, "filename": self.name, **described}


async def reply(
    interaction: discord.Interaction,
    layout: Layout | bytes,
    *,
    ephemeral: bool,
    file: AttachedFile | None = None,
) -> None:
    """Answers with a new message; the layout may be packed."""
    data = _message(layout, _EPHEMERAL if ephemeral else 0)
    if file is not None:
        data["attachments"] = [file.metadata]
    await _respond(interaction, discord.InteractionResponseType.channel_message, data, file)


async def update(interaction: discord.Interaction, layout: Layout | bytes) -> None:
    """Replaces the message whose button was pressed, and removes its files."""
    data = _message(layout)
    if interaction.message is not None and interaction.message.attachments:
        data["attachments"] = []
    await _respond(interaction, discord.InteractionResponseType.message_update, data)


async def reply_privately(interaction: discord.Interaction, layout: Layout) -> None:
    """Answers privately, with nothing to share; a button of such an answer replaces it."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await update(interaction, layout)
    else:
        await reply(interaction, layout, ephemeral=True)


async def open_form(
    interaction: discord.Interaction, custom_id: str, title: str, components: Layout
) -> None:
    """Opens a form (modal). Discord refuses one as the answer to another."""
    data = {"custom_id": custom_id, "title": title, "components": components}
    await _respond(interaction, discord.InteractionResponseType.modal, data)


async def defer(interaction: discord.Interaction) -> None:
    """Promises an answer: to a command a private one, to a button one in its place."""
    if interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def edit_answer(
    interaction: discord.Interaction, layout: Layout, file: AttachedFile | None = None
) -> None:
    """Replaces the answer, deferred or given."""
    data = _message(layout)
    data["attachments"] = [file.metadata] if file else []
    await request_webhook(interaction, "PATCH", "/messages/@original", **_body(data, file))


async def edit_earlier(
    interaction: discord.Interaction, token: str, message: discord.Message, layout: Layout
) -> None:
    """Replaces the answer to the earlier interaction with that token; its files stay."""
    data = _message(layout)
    files = message.attachments
    data["attachments"] = [{"id": str(file.id), "filename": file.filename} for file in files]
    await request_webhook(interaction, "PATCH", "/messages/@original", token=token, payload=data)


async def follow_up(interaction: discord.Interaction, layout: Layout) -> None:
    """One more private message, once the interaction is answered."""
    await request_webhook(interaction, "POST", "", payload=_message(layout, _EPHEMERAL))


async def report_failure(interaction: discord.Interaction, tr: Translator, reference: str) -> None:
    """Tells the person that something failed, whatever state the answer is in."""
    sentence = tr(
        "Something went wrong on our side. Please try again. If it happens again, give "
        "the operator this reference: `{reference}`",
        reference=reference,
    )
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except discord.HTTPException as failure:
        log.warning("error reply failed", reference=reference, status=failure.status)


async def show_view(press: "Press", view: str, *args: object, public: bool = False) -> None:
    """Answers a command with a view, privately unless `public`."""
    registry, context, texts = press.services.registry, press.context, tuple(map(str, args))
    if public:
        layout = registry.layout(context, view, *texts)
        sent = await send_layout(press.interaction, layout, context.tr, public=True)
    else:
        share = registry.is_shared(view)
        sent = registry.packed_layout(context, view, *texts, share=share)
        await reply(press.interaction, sent, ephemeral=True)
    await _add_picture(press, context, view, texts, sent)


async def send_layout(
    interaction: discord.Interaction, layout: Layout, tr: Translator, *, public: bool = False
) -> Layout:
    """Answers a command, and gives what was sent: a private answer with the button to share it."""
    private = not public or is_forced_private(interaction)
    if public and private:
        notice = text(tr("-# Only you see this: Discord keeps answers private here."))
        layout = [*layout, notice]
    sent = with_share(layout, tr) if private else layout
    await reply(interaction, sent, ephemeral=private)
    return sent


async def follow_button(
    press: "Press", view: str, args: tuple[str, ...], trail: tuple[str, ...] = ()
) -> None:
    """Shows a button's view: in place of the person's own message, otherwise privately."""
    services, interaction, context = press.services, press.interaction, press.context
    registry, message = services.registry, interaction.message
    private = message is not None and message.flags.ephemeral
    own = is_own(interaction)
    share = (private or not own) and registry.is_shared(view)
    if view in registry.async_views:
        layout = await registry.async_views[view].draw(services, context, args)
        layout = with_trail(layout, context.tr, view, args, trail)
        sent = with_share(layout, context.tr) if share else layout
    else:
        sent = registry.packed_layout(context, view, *args, share=share, trail=trail)
    if private or own:
        services.chart_responder.leave(interaction)
        await update(interaction, sent)
    else:
        await reply(interaction, sent, ephemeral=True)
    await _add_picture(press, context, view, args, sent)


async def _add_picture(
    press: "Press", context: RenderContext, view: str, args: tuple[str, ...], sent: Layout | bytes
) -> None:
    """Puts a picture into the answer that was given, where the view has one."""
    services = press.services
    shown = services.registry.views.get(view)
    if shown is not None and shown.picture and shown.has_picture(context, *args):
        picture = services.registry.charts[shown.picture].build(context, *args)
        layout = unpack_layout(sent) if isinstance(sent, bytes) else sent
        await services.chart_responder.illustrate(
            press.interaction, context, shown.picture, picture, layout
        )


def is_forced_private(interaction: discord.Interaction) -> bool:
    """Whether Discord makes the answer private: a user install without the permission."""
    return (
        interaction.guild_id is not None
        and interaction.is_user_integration()
        and not interaction.is_guild_integration()
        and not interaction.permissions.use_external_apps
    )


def is_own(interaction: discord.Interaction) -> bool:
    """Whether the pressed message answers the person who presses; a shared copy is everybody's."""
    message = interaction.message
    if message is None or message.flags.ephemeral:
        return message is not None
    metadata = message.interaction_metadata
    command = discord.InteractionType.application_command
    return (
        metadata is not None
        and metadata.type is command
        and metadata.user.id == interaction.user.id
    )


def _message(layout: Layout | bytes, flags: int = 0) -> dict[str, Any]:
    return {
        "flags": _COMPONENTS_V2 | flags,
        "components": Fragment(layout) if isinstance(layout, bytes) else layout,
        "allowed_mentions": _NO_MENTIONS,
    }


class _Body(TypedDict):
    """What the library's adapter takes: JSON alone, or a form with a file."""

    payload: dict[str, Any] | None
    multipart: list[dict[str, Any]] | None
    files: list[discord.File] | None


def _body(data: dict[str, Any], file: AttachedFile | None) -> _Body:
    if file is None:
        return {"payload": data, "multipart": None, "files": None}
    upload = discord.File(io.BytesIO(file.content), file.name, description=file.description or None)
    form = [
        {"name": "payload_json", "value": orjson.dumps(data).decode()},
        {
            "name": "files[0]",
            "value": upload.fp,
            "filename": upload.filename,
            "content_type": "application/octet-stream",
        },
    ]
    return {"payload": None, "multipart": form, "files": [upload]}


async def _respond(
    interaction: discord.Interaction,
    kind: discord.InteractionResponseType,
    data: dict[str, Any],
    file: AttachedFile | None = None,
) -> None:
    body = _body({"type": kind.value, "data": data}, file)
    await answer_interaction(interaction, kind, **body)
