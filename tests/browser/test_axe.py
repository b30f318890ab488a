"""What axe-core finds on the page: nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.helpers.steps import compared, pick

GRADIOS = "footer"
"""Gradio's own, which the page does not draw."""


def found(page: Page) -> list[str]:
    """Each violation with the elements that it is of."""
    results = Axe().run(page, context={"exclude": [[GRADIOS]]})
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']]}"
        for fault in results.response["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "locale"), [(1440, "en-GB"), (390, "zh-CN")])
def test_axe_finds_nothing(chromium, server: str, scheme: str, width: int, locale: str) -> None:
    page = chromium.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale=locale
    )
    page.goto(server)
    page.locator(".account.truth").wait_for()
    assert found(page) == []
    pick(page, "1001_DFA_HAP_XX")
    compared(page)
    assert found(page) == []
