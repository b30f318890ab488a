"""The page at its widths and in its colours: nothing sticks out, axe finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.helpers.axe import found
from tests.helpers.steps import compared, pick


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the side."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "locale"), [(1440, "en-GB"), (390, "zh-CN")])
def test_all_fits_and_axe_finds_nothing(
    chromium, server: str, screenshots: Path, scheme: str, width: int, locale: str
) -> None:
    page = chromium.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale=locale
    )
    page.goto(server)
    page.locator(".account.truth").wait_for()
    assert found(page) == []
    pick(page, "1001_DFA_HAP_XX")
    compared(page)
    assert found(page) == []
    assert fits(page)
    columns = [box.bounding_box() for box in page.locator(".account").all()]
    stacked = abs(columns[1]["y"] - columns[0]["y"]) > 10
    assert stacked == (width == 390)
    page.screenshot(path=screenshots / f"page-{width}-{scheme}.png", full_page=True)
