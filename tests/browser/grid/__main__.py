"""Pictures of every state of the page, in its languages, widths and colours, to be looked at.

    python -m tests.browser.grid OUT [--language en]... [--state several]...

writes `OUT/<state>-<language>-<width>-<light or dark>.png`. It takes minutes, so no test runs it.
A state is a function of `states.py`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.grid.states import STATES, State, World, clues, write_clips
from tests.helpers.openai_server import OpenAIServer, Reply, serving
from tests.helpers.patience import PATIENCE
from tests.helpers.ratings import rating
from tests.helpers.steps import MILLISECONDS

WINDOWS = ((1440, 900), (1280, 720), (390, 844))
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
WHOLE = ("several", "scores", "benchmark", "options", "off", "revealed")
"""States of which the whole page is taken: what they show lies below the window."""
SAYS = {
    "en": "In the video, the man smiles broadly and raises his brows.\nIn the audio, his voice "
    "swings up in the middle of the sentence.\nIn the text, he reminds somebody of a jacket."
    "\nTherefore, he is cheerful and means it kindly.\nEmotions: [cheerful, friendly]",
    "zh": "在视频中，男子面带笑容，眉毛扬起。\n在音频中，他的声音在句子中间升高。\n"
    "在文本中，他提醒别人带外套。\n因此，他心情愉快，出于好意。\n情绪：[愉快，友好]",
}


@contextmanager
def _worlds(folder: Path) -> Iterator[World]:
    """The page with a judge and a model of another machine, both of this process."""
    goes_on = threading.Event()

    def model(body: dict[str, Any]) -> Reply:
        goes_on.wait(PATIENCE)
        return Reply(SAYS["zh" if "情绪" in str(body["messages"]) else "en"])

    with serving(otherwise=model) as there, serving(otherwise=rating(7, ["joy"])) as judge:
        os.environ |= _environment(there, judge)
        from demo import page
        from demo.settings import Settings

        settings = Settings(_cli_parse_args=False)
        blocks = page.build(settings)
        address = page.launch(blocks, settings, prevent_thread_lock=True, quiet=True)
        yield World(address, folder, "en", goes_on)
        blocks.close()


def _environment(model: OpenAIServer, judge: OpenAIServer) -> dict[str, str]:
    return {
        "GRADIO_ANALYTICS_ENABLED": "False",
        "EMER_ENDPOINT_URL": model.url,
        "EMER_ENDPOINT_MODEL": "omni-7b",
        "EMER_JUDGE_URL": judge.url,
        "EMER_JUDGE_MODEL": "strict-7b",
        "EMER_JUDGE_CACHE": "",
    }


def _take(page: Page, name: str, out: Path) -> None:
    """The state that the page is in, in every window and both colours."""
    state = name.split("-")[0]
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        if state != clues.__name__:  # else what stays in sight would be drawn where it was left
            page.evaluate("scrollTo(0, 0)")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate("name => document.body.classList.toggle('dark', name == 'dark')", scheme)
            page.wait_for_timeout(400)
            page.screenshot(
                path=out / f"{name}-{width}-{scheme}.png",
                full_page=state in WHOLE or width == WINDOWS[-1][0],
            )


def _shoot(browser: Browser, world: World, states: list[State], out: Path) -> None:
    for state in states:
        page = browser.new_page(
            viewport={"width": 1440, "height": 900}, locale=LANGUAGES[world.language]
        )
        page.set_default_timeout(2 * MILLISECONDS)
        world.goes_on.set()
        page.goto(world.address)
        page.locator(".account.truth").wait_for()
        page.wait_for_timeout(500)
        try:
            state(page, world)
            _take(page, f"{state.__name__}-{world.language}", out)
        except (AssertionError, PlaywrightError) as error:
            print(f"{state.__name__} ({world.language}) could not be reached: {error}")
        finally:
            world.goes_on.set()
            page.close()


def main() -> None:
    """Take the pictures that are asked for; by default all."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.grid", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    names = [state.__name__ for state in STATES]
    parser.add_argument("--state", action="append", choices=names)
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    states = [one for one in STATES if one.__name__ in (wanted.state or names)]
    expect.set_options(timeout=2 * MILLISECONDS)
    with (
        tempfile.TemporaryDirectory() as folder,
        _worlds(Path(folder)) as world,
        sync_playwright() as playwright,
    ):
        write_clips(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for language in wanted.language or LANGUAGES:
            world.language = language
            _shoot(browser, world, states, wanted.out)


if __name__ == "__main__":
    main()
