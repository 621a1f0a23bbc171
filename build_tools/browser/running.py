"""Pages of a browser that runs as long as a block. None of them reaches a network."""

from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from build_tools.browser.devtools import BrowserError, Connection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

#: What asks the browser's makers something when it starts; processes for what drops down from an
#: address bar that nobody sees; and one in reserve.
_LEFT_OUT: Final = (
    "AimEnabled",
    "HttpsUpgrades",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OmniboxAimPopup",
    "OptimizationHints",
    "PreconnectToSearch",
    "SpareRendererForSitePerProcess",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
)

#: How a browser is run that nobody looks at: it asks no one for anything.
_QUIET: Final = (
    "--headless",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-field-trial-config",
    "--disable-gpu",
    "--disable-search-engine-choice-screen",
    "--disable-sync",
    "--edge-skip-compat-layer-relaunch",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--no-service-autorun",
    "--no-startup-window",
    "--password-store=basic",
    "--use-mock-keychain",
    # No network, for workers and frames neither: names and numbers lead nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-proxy-server",
    # Chromium's own sandbox wants rights that containers and unpacked downloads do not have.
    "--no-sandbox",
    # Pages are never in sight, and yet in a hurry.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    # Same letters and colours at the same places, whatever the screen.
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    # 45 MB of 290: less room for what JavaScript drops at once, and one process less.
    "--js-flags=--max-semi-space-size=2",
    "--enable-features=NetworkServiceInProcess2",
    f"--disable-features={','.join(_LEFT_OUT)}",
)

_START: Final = 60
"""Seconds after which a browser that says nothing is given up."""


class Page:
    """A page of a browser."""

    def __init__(self, connection: Connection, target: str, session: str) -> None:
        self._connection = connection
        self._target = target
        self._session = session

    async def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """What a command of the DevTools protocol returns. Raises BrowserError."""
        return await self._connection.call(method, self._session, **parameters)

    async def write(self, html: str) -> None:
        """Replace what the page shows. Raises BrowserError."""
        await self.send("Page.setDocumentContent", frameId=self._target, html=html)

    async def open(self, file: Path) -> None:
        """Show a file, whole. Raises BrowserError."""
        loaded = self._connection.event("Page.loadEventFired", self._session)
        found = await asyncio.gather(self.send("Page.navigate", url=file.as_uri()), loaded)
        if error := found[0].get("errorText"):
            raise BrowserError(error)

    async def evaluate(self, script: str) -> Any:
        """What a script comes to, once it is there. Raises BrowserError, also for what it throws.

        A function that is declared stays for the scripts that follow.
        """
        answer = await self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if thrown := answer.get("exceptionDetails"):
            raise BrowserError(thrown.get("exception", {}).get("description") or thrown["text"])
        return answer["result"].get("value")

    async def picture(self) -> bytes:
        """What is in sight, as PNG. Raises BrowserError."""
        await self._have_letters()
        answer = await self.send("Page.captureScreenshot", format="png")
        return base64.b64decode(answer["data"])

    async def pdf(self, width: float, height: float, *, tagged: bool) -> bytes:
        """What it shows on paper, whose sides are given in inches. Raises BrowserError.

        ``tagged``: with its structure, and an outline of its headings.
        """
        await self._have_letters()
        answer = await self.send(
            "Page.printToPDF",
            paperWidth=width, paperHeight=height,
            marginTop=0, marginBottom=0, marginLeft=0, marginRight=0,
            generateTaggedPDF=tagged, generateDocumentOutline=tagged,
        )  # fmt: skip
        return base64.b64decode(answer["data"])

    async def _have_letters(self) -> None:
        """Wait for the fonts: a page counts as loaded without them."""
        await self.evaluate("document.fonts.ready.then(() => 0)")

    async def close(self) -> None:
        """Take it away, whatever it is doing. Raises BrowserError."""
        await self._connection.call("Target.closeTarget", targetId=self._target)


class Browser:
    """A browser that runs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_there(self) -> bool:
        """Whether it still runs."""
        return self._connection.is_there()

    async def new_page(
        self, *, width: int = 1280, height: int = 720, media: str = "", scripts: bool = True
    ) -> Page:
        """An empty page, light, British and in Greenwich. Raises BrowserError.

        ``media`` is what it is laid out for, if not for a screen.
        """
        call = self._connection.call
        target = (await call("Target.createTarget", url="about:blank"))["targetId"]
        attached = await call("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self._connection, target, attached["sessionId"])
        light = {"name": "prefers-color-scheme", "value": "light"}
        # Sent at once: each alone would wait for the answer to the one before.
        await asyncio.gather(
            page.send("Page.enable"),
            page.send("Emulation.setLocaleOverride", locale="en-GB"),
            page.send("Emulation.setTimezoneOverride", timezoneId="UTC"),
            page.send("Emulation.setEmulatedMedia", media=media, features=[light]),
            page.send("Emulation.setScriptExecutionDisabled", value=not scripts),
            page.send(
                "Emulation.setDeviceMetricsOverride",
                width=width, height=height, deviceScaleFactor=1, mobile=False,
            ),
        )  # fmt: skip
        return page


@asynccontextmanager
async def running(program: Path) -> AsyncIterator[Browser]:
    """The browser, until the end of the block. Raises BrowserError where it cannot run."""
    with TemporaryDirectory(prefix="lessons-browser-", ignore_cleanup_errors=True) as profile:
        connection = Connection(program, Path(profile), _QUIET)
        try:
            try:
                async with asyncio.timeout(_START):
                    await connection.call("Browser.getVersion")
            except TimeoutError as error:
                raise BrowserError("it does not answer") from error
            yield Browser(connection)
        finally:
            connection.close()


def first_line(error: Exception) -> str:
    """What an error of the browser says in its first line; the others are for its developers."""
    return str(error).strip().partition("\n")[0]
