"""What axe finds on a page that has come to rest."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRADIOS = "footer"
"""Gradio's own, which the page does not draw."""
SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime < Infinity)
  .map((one) => one.finished))"""
"""A colour on its way to another is not what anybody reads."""


def found(page: Page) -> list[str]:
    """Each violation with the elements that it is of, once nothing changes its colour any more."""
    page.evaluate(SETTLED)
    results = Axe().run(page, context={"exclude": [[GRADIOS]]})
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']]}"
        for fault in results.response["violations"]
    ]
