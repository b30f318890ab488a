"""What a person does at the page, for the browser's tests."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect


def pick(page: Page, name: str) -> None:
    page.locator(f'[data-clip="{name}"]').click()
    expect(page.locator(f'[data-clip="{name}"]')).to_have_attribute("aria-pressed", "true")


def explain(page: Page) -> None:
    page.locator("#explain").click()
    cascade = page.locator('[data-backend="cascade"]')
    expect(cascade).to_have_class(re.compile("done"), timeout=60_000)


def upload(page: Page, path: Path) -> None:
    page.get_by_role("tab", name="Upload").click()
    page.locator("#upload input[type=file]").set_input_files(path)
