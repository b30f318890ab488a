"""Which language a page opens in."""

from __future__ import annotations

from typing import Any

import pytest

from demo.page.language import asked_language


class Visit:
    """As much of a gr.Request as is looked at."""

    def __init__(self, accepted: str, **query: str) -> None:
        self.headers = {"accept-language": accepted} if accepted else {}
        self.query_params = query


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("de-DE,de;q=0.9,zh;q=0.5,en;q=0.4", "zh"),
        ("en;q=0.2, ZH-Hant-TW;q=0.7", "zh"),
        ("de", "en"),
        ("", "en"),
        ("zh;q=much,*", "en"),
    ],
)
def test_the_browser_is_followed(accepted: str, language: str) -> None:
    visit: Any = Visit(accepted)
    assert asked_language(visit) == language


def test_the_address_goes_first_where_it_names_a_language_that_is_there() -> None:
    named: Any = Visit("zh-CN", lang="en")
    assert asked_language(named) == "en"
    unknown: Any = Visit("zh-CN", lang="tlh")
    assert asked_language(unknown) == "zh"
