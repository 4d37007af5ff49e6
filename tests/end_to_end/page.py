"""The demo's page as a person uses it: who looks, what they type, what they read and press."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

_PAGE = "data-media-reuse-scope"
"""What tells the messages of one person's page from those of another's."""
_CONTROL = "data-control-key"
"""What tells a drop-down from another, also from itself with other options."""
FLAGS = ("--no-sandbox", "--disable-gpu")
PATIENCE = 30_000
"""Milliseconds after which something has failed to come; a busy machine needs some of them."""
expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def browser(chromium: str) -> AsyncGenerator[Browser]:
    """A browser without a window and with a new profile."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        yield started
        await started.close()


@dataclass(frozen=True, slots=True)
class Form:
    """A form over the page; its questions are found by their label."""

    dialog: Locator

    def typed(self, label: str) -> Locator:
        """The line in which a question is answered."""
        return self.dialog.get_by_role("textbox", name=label, exact=True)

    def choice(self, label: str) -> Locator:
        """What can be ticked under this label."""
        return self.dialog.get_by_label(label, exact=True)

    async def fill(self, answers: Mapping[str, str]) -> None:
        """Types an answer to each of these questions in place of what is there."""
        for label, answer in answers.items():
            await self.typed(label).fill(answer)


@dataclass(frozen=True, slots=True)
class DemoPage:
    """The page of one visitor."""

    page: Page

    @property
    def messages(self) -> Locator:
        """Every message shown, oldest first."""
        return self.page.locator("article.channel-message")

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.messages.last

    @property
    def suggestions(self) -> Locator:
        """What the list above the line offers."""
        return self.page.locator(".command-popup [role=option]")

    async def view_as(self, name: str) -> None:
        """Becomes another person; the page is drawn again for them."""
        picker = self.page.locator("#viewer-picker")
        if await picker.locator("option:checked").inner_text() == name:
            return
        before = await self.messages.first.get_attribute(_PAGE) or ""
        await picker.select_option(label=name)
        await expect(self.messages.first).not_to_have_attribute(_PAGE, before)
        await self.settled()

    async def type(self, words: str) -> None:
        """Types into the line for messages and commands."""
        line = self.page.locator("#channel-composer-input")
        await expect(line).to_be_editable()
        await line.click()
        await line.press_sequentially(words)

    async def run(
        self,
        command: str,
        options: Mapping[str, str] | None = None,
        choices: Mapping[str, str] | None = None,
        *,
        more: int = 1,
    ) -> Locator:
        """Runs a slash command; the newest of the `more` new messages.

        `options` are typed, `choices` are picked by their label; what is optional may be left out.
        """
        count = await self.messages.count()
        await self._choose(command)
        for option, value in (options or {}).items():
            await (await self.field(option)).press_sequentially(value)
        for option, label in (choices or {}).items():
            await self.field(option)
            await self.suggestions.filter(has_text=label).first.click()
        await self.page.locator("#send-message").click()
        await expect(self.messages).to_have_count(count + more)
        await self.settled()
        return self.last

    async def _choose(self, command: str) -> None:
        """Types a slash command and takes it from the list."""
        await self.type(f"/{command}")
        await expect(self.suggestions.first).to_contain_text(f"/{command}")
        await self.suggestions.first.click()

    async def field(self, option: str) -> Locator:
        """The field of an option; one that is not on the line yet is added."""
        field = self.page.locator(f'.command-option-input[data-option="{option}"]')
        if not await field.count():
            await self.page.locator(".command-ghost").click()
            await self.suggestions.filter(has_text=option).first.click()
        await field.click()
        return field

    async def press(self, label: str) -> Locator:
        """Presses a button of the newest message; the newest message afterwards."""
        before = await self.last.inner_text()
        await self.last.get_by_role("button", name=label, exact=True).first.click()
        await expect(self.last).not_to_have_text(before, use_inner_text=True)
        await self.settled()
        return self.last

    async def choose(self, menu: str, option: str) -> Locator:
        """Picks an option that answers with a message of its own; that message."""
        await self.settled()
        count = await self.messages.count()
        listed = self.last.locator(".preview-select").filter(
            has=self.page.get_by_role("combobox", name=menu)
        )
        await listed.get_by_role("combobox").click()
        chosen = self.page.get_by_role("option", name=option, exact=True)
        await chosen.last.click()
        await expect(self.messages).to_have_count(count + 1)
        await self.settled()
        return self.last

    async def refine(self, menu: str, option: str) -> None:
        """Picks an option that changes the newest message in place."""
        listed = self.last.get_by_role("combobox", name=menu)
        before = await listed.get_attribute(_CONTROL) or ""
        await listed.click()
        await self.page.get_by_role("option", name=option, exact=True).last.click()
        await expect(listed).not_to_have_attribute(_CONTROL, before)
        await self.settled()

    async def picture(self) -> Locator:
        """The picture of the newest message, once the browser has drawn it."""
        image = self.last.locator("img.gallery-image")
        await expect(image).to_be_visible(timeout=60_000)
        await expect(image).not_to_have_js_property("naturalWidth", 0)
        await self.settled()
        return image

    async def run_for_form(self, command: str) -> Form:
        """Runs a slash command that answers with a form; the form."""
        await self._choose(command)
        await self.page.locator("#send-message").click()
        return await self._form()

    async def press_for_form(self, label: str) -> Form:
        """Presses a button of the newest message that answers with a form; the form."""
        await self.last.get_by_role("button", name=label, exact=True).first.click()
        return await self._form()

    async def _form(self) -> Form:
        form = Form(self.page.get_by_role("dialog"))
        await expect(form.dialog).to_be_visible()
        return form

    async def send(self, form: Form) -> Locator:
        """Sends a form; the newest message afterwards."""
        before = await self.last.inner_text()
        await form.dialog.get_by_role("button", name="Submit").click()
        await expect(form.dialog).to_have_count(0)
        await expect(self.last).not_to_have_text(before, use_inner_text=True)
        await self.settled()
        return self.last

    async def settled(self) -> None:
        """Returns once the page shows all there is."""
        await self.page.evaluate("window.simcordPreview.ready")


@asynccontextmanager
async def visit(
    browser: Browser, address: str, width: int = 1100, height: int = 900, scale: float = 1.0
) -> AsyncGenerator[DemoPage]:
    """A visitor of the demo; `scale` is how many dots of the screen a pixel of the page has."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, locale="en-US"
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(address)
    visitor = DemoPage(page)
    await expect(visitor.messages.first).to_be_visible()
    yield visitor
    await context.close()


@asynccontextmanager
async def flawless_visit(browser: Browser, address: str) -> AsyncGenerator[DemoPage]:
    """A visitor; fails at the end where the page's own program failed."""
    failures: list[str] = []
    async with visit(browser, address) as visitor:
        visitor.page.on("pageerror", lambda error: failures.append(str(error)))
        yield visitor
    assert not failures
