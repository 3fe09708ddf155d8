"""The browser that shows cards and previews: Chromium or Chrome, as it stands on this machine, without a network."""

import contextlib
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
]


def executable():
    found = os.environ.get("DECKPRESS_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next(filter(os.path.exists, PLACES), None)
    if not found:
        sys.exit(
            "these tests need Chromium or Chrome on the PATH or in DECKPRESS_BROWSER (on Debian: apt-get install "
            "chromium); DECKPRESS_NO_CLIENTS=1 leaves them out"
        )
    return found


@contextlib.contextmanager
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield browser
        browser.close()


@contextlib.contextmanager
def watched(browser, **options):
    """A page, and the list of all that it should never do: requests but for files, errors, dialogs, new windows."""
    page = browser.new_page(**options)
    faults = []

    def request(request):
        if not request.url.startswith(("file:", "data:", "about:", "blob:")):
            faults.append(f"request: {request.url}")

    page.on("request", request)
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("console", lambda said: said.type in {"error", "warning"} and faults.append(f"{said.type}: {said.text}"))

    def dialog(dialog):
        faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dialog)
    page.on("popup", lambda popup: faults.append(f"window: {popup.url}"))
    yield page, faults
    page.close()


def address(path):
    return Path(path).resolve().as_uri()
