"""What a person does at the page, for the browser's tests.

Each step waits for what it itself brings about, never for what may still stand there from before:
what is to be drawn anew is marked as old first. How long that takes is the machine's matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.helpers.patience import PATIENCE

MILLISECONDS = 1000 * PATIENCE
"""That anything on the page may take."""
OLD = "elements => elements.forEach(element => element.setAttribute('data-old', ''))"


def pick(page: Page, name: str) -> None:
    """Choose a gallery clip; nothing is to be done where it is the one in use."""
    thumbnail = page.locator(f'[data-clip="{name}"]')
    if thumbnail.get_attribute("aria-pressed") != "true":
        thumbnail.click()
    expect(thumbnail).to_have_attribute("aria-pressed", "true")


def explain(page: Page) -> None:
    """Press Explain, and wait until the cascade has answered anew and nothing is at work."""
    page.locator('[data-backend="cascade"]').evaluate_all(OLD)
    page.locator("#explain").click()
    anew = page.locator('[data-backend="cascade"]:not([data-old])')
    expect(anew).to_have_class(re.compile("done"))
    expect(page.locator("#explain")).to_be_enabled(timeout=MILLISECONDS)


def tick(page: Page, backend: str) -> None:
    """Choose a backend that is folded away."""
    box = page.locator(f"#tick-{backend} input")
    if not box.is_visible():
        page.get_by_role("button", name="More backends and options").click()
    box.check()


def compared(page: Page, backend: str = "cascade") -> None:
    """Explain, and wait until a backend's answer is compared; unfold all of the comparison."""
    page.locator(f'[data-panel="{backend}"]').evaluate_all(OLD)
    explain(page)
    expect(page.locator(f'[data-panel="{backend}"]:not([data-old])')).to_be_attached()
    page.locator(".agreement details.rest, .figures > details").evaluate_all(
        "all => all.forEach(details => { details.open = true; })"
    )


def wait_until(page: Page, true: Callable[[], bool], what: str) -> None:
    """Wait for what only this process can see, such as a file or a session of the server.

    Fails with the words `what` if it does not come to pass.
    """
    for _ in range(int(MILLISECONDS // 100)):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"This did not come to pass: {what}")


def upload(page: Page, path: Path) -> None:
    """Give a file of one's own."""
    page.get_by_role("tab", name="Upload").click()
    page.locator("#upload input[type=file]").set_input_files(path)


def write(box: Locator, text: str) -> None:
    """Write into a box of the page, which may just have been unfolded.

    A box that is being drawn on a busy machine can miss what is put into it all at once; a person
    types on, and the last letter brings all of them. So a space comes and goes after a while.
    """
    box.fill(text)
    box.page.wait_for_timeout(500)
    box.fill(text)
    for key in ("End", "Space", "Backspace"):
        box.press(key)
    expect(box).to_have_value(text)
