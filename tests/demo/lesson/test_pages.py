"""The lesson by HTTP: joining, voting, leading, and a sentence for each thing that can't be."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from demo.lesson import voting
from demo.lesson.events import News
from demo.lesson.rooms import Rooms
from demo.lesson.store import Store
from tests.demo.lesson.conftest import Browser
from tests.helpers.places import GALLERY

JSON = {"accept": "application/json"}


def opened(teacher: TestClient, lesson: str = "machine") -> str:
    """The code of a new room."""
    answer = teacher.post("/lesson/open", data={"lesson": lesson}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"][:6]


def press(teacher: TestClient, code: str, *buttons: str) -> str:
    """What the teacher's screen shows after pressing some buttons."""
    for button in buttons:
        now = teacher.get(f"/lesson/{code}/lead/now").text
        version = re.findall(r'name="version" value="(\d+)"', now)[0]
        data = {"press": button, "version": version}
        answer = teacher.post(f"/lesson/{code}/lead/do", data=data, headers=JSON)
        assert answer.status_code == 200, answer.text
    return answer.text


def join(browser: Browser, code: str, **headers: str) -> TestClient:
    """A phone in the room."""
    phone = browser(**headers)
    assert phone.post(f"/lesson/{code}/join", data={"x": "1"}).status_code == 200
    return phone


def vote(phone: TestClient, code: str, word: str, place: int = 0, vote_id: str = "1") -> Any:
    """What a vote is answered with."""
    data = {"vote_id": vote_id, "place": str(place), "words": word, "sure": "3"}
    return phone.post(f"/lesson/{code}/vote", data=data, headers=JSON)


def test_a_lesson_from_joining_to_the_end(browser: Browser) -> None:
    teacher = browser()
    code = opened(teacher)
    phones = [join(browser, code) for _ in range(3)]
    assert "3 people have joined" in teacher.get(f"/lesson/{code}/lead").text
    press(teacher, code, "start", "next")
    for n, phone in enumerate(phones):
        assert vote(phone, code, "sad" if n else "furious", vote_id=str(n)).json()["saved"]
        phone.post(f"/lesson/{code}/why", data={"place": "0", "reason": "brows", "moment": "1.1"})
    assert "3 of 3 have voted" in press(teacher, code, "close")
    shown = press(teacher, code, "reveal")
    assert "sad 67% · angry 33%" in shown
    assert "The crowd of CREMA-D" in shown
    assert "brows" in shown
    phone = phones[0].get(f"/lesson/{code}/now").text
    assert "You said: furious" in phone
    press(teacher, code, "end")
    assert "The lesson is over" in phones[0].get(f"/lesson/{code}").text


@pytest.mark.parametrize(
    ("language", "told"), [("en", "There is no room"), ("zh-CN", "没有“ABC”这个房间")]
)
def test_a_wrong_code_in_the_language_of_the_browser(
    browser: Browser, language: str, told: str
) -> None:
    answer = browser(**{"accept-language": language}).post("/lesson/join", data={"code": "ABC"})
    assert (answer.status_code, told in answer.text) == (404, True)


def test_a_code_leads_to_the_room_however_it_is_typed(browser: Browser) -> None:
    code = opened(browser())
    answer = browser().post("/lesson/join", data={"code": f" {code.lower()[:3]}-{code[3:]}"})
    assert answer.url.path == f"/lesson/{code}"
    assert "Each browser counts as one person" in answer.text
    assert "education" in answer.text  # the notice stands at its start


def test_a_full_room_a_late_joiner_and_a_vote_after_closing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voting, "SEATS", 2)
    teacher = browser()
    code = opened(teacher)
    first = join(browser, code)
    press(teacher, code, "start", "next")
    late = browser().post(f"/lesson/{code}/join", data={"x": "1"})
    assert "you come in at clip 1 of 3" in late.text
    full = browser().post(f"/lesson/{code}/join", data={"x": "1"})
    assert (full.status_code, "room is full" in full.text) == (409, True)
    press(teacher, code, "close")
    refused = vote(first, code, "sad")
    assert refused.status_code == 409
    assert refused.json() == {
        "saved": False,
        "said": "Voting on this clip is closed, so this was not counted.",
    }


def test_who_leads_does_not_vote_and_who_votes_does_not_lead(browser: Browser) -> None:
    teacher = browser()
    code = opened(teacher)
    assert "leads the room" in teacher.post(f"/lesson/{code}/join", data={"x": "1"}).text
    phone = join(browser, code)
    for path in ("lead", "lead/now", "lead/events", "votes.csv", "report"):
        answer = phone.get(f"/lesson/{code}/{path}")
        assert (answer.status_code, "Only the browser that started" in answer.text) == (403, True)
    pressed = phone.post(f"/lesson/{code}/lead/do", data={"press": "start", "version": "0"})
    assert pressed.status_code == 403
    assert "Waiting for people" in teacher.get(f"/lesson/{code}/lead").text


def test_what_people_write_stays_text(browser: Browser) -> None:
    teacher = browser()
    code = opened(teacher)
    phone = join(browser, code)
    press(teacher, code, "start", "next")
    vote(phone, code, "<script>alert(1)</script>")
    data = {"place": "0", "reason": "<img src=x onerror=alert(2)>", "moment": ""}
    phone.post(f"/lesson/{code}/why", data=data)
    press(teacher, code, "close")
    pages = [press(teacher, code, "reveal"), phone.get(f"/lesson/{code}/now").text]
    pages.append(teacher.get(f"/lesson/{code}/report").text)
    for page in pages:
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
        assert "<img" not in page


def test_the_csv_has_a_row_a_vote_and_runs_nothing(browser: Browser) -> None:
    teacher = browser()
    code = opened(teacher)
    phones = [join(browser, code) for _ in range(2)]
    press(teacher, code, "start", "next")
    vote(phones[0], code, "=1+1")
    vote(phones[1], code, "gloomy", vote_id="2")
    before = teacher.get(f"/lesson/{code}/votes.csv").text
    assert "1001_DFA" not in before
    press(teacher, code, "close", "reveal")
    lines = teacher.get(f"/lesson/{code}/votes.csv").text.lstrip("\ufeff").splitlines()
    assert len(lines) == 3
    rows = [dict(zip(lines[0].split(","), line.split(","), strict=True)) for line in lines[1:]]
    assert [row["words"] for row in rows] == ["'=1+1", "gloomy"]
    assert [row["groups"] for row in rows] == ["'=1+1", "sad"]
    assert all(row["clip"].startswith("1001_DFA_") for row in rows)


def test_forms_that_are_none_of_ours(browser: Browser) -> None:
    code = opened(browser())
    phone = join(browser, code)
    assert phone.post(f"/lesson/{code}/vote", json={"words": "sad"}).status_code == 400
    assert phone.post(f"/lesson/{code}/vote", content=iter([b"x"])).status_code == 400
    long = phone.post(f"/lesson/{code}/vote", data={"words": "x" * 300_000}, headers=JSON)
    assert (long.status_code, long.json()["saved"]) == (413, False)
    for data in ({}, {"place": "x"}, {"place": "0", "sure": "9" * 5000, "words": "a"}):
        answer = phone.post(f"/lesson/{code}/vote", data={"vote_id": "1", **data}, headers=JSON)
        assert answer.status_code in (400, 409), data
    assert browser().post(f"/lesson/{code}/vote", data={"x": "1"}).status_code == 403
    for data in ({"lesson": "own"}, {"lesson": "none"}, {"lesson": "machine", "models": "gpt"}):
        assert browser().post("/lesson/open", data=data).status_code == 400


def test_no_camera_and_no_foreign_script(browser: Browser) -> None:
    headers = browser().get("/lesson/").headers
    assert "camera=(), microphone=()" in headers["permissions-policy"]
    assert "script-src 'self'" in headers["content-security-policy"]
    for path in (
        "/lesson/assets/..%2f..%2fapp.py",
        "/lesson/assets/none.js",
        "/lesson/assets/x.py",
    ):
        assert browser().get(path).status_code == 404


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_a_list_of_own_clips(browser: Browser, own_folder: Path, count: int) -> None:
    for n in range(count):
        (own_folder / f"<b>clip {n}.mp4").write_bytes(b"no clip")
    page = browser(**{"accept-language": "zh"}).get("/lesson/").text
    assert page.count('name="clips"') == count
    assert "<b>clip" not in page
    assert (f"{count} 个片段" in page) == (count > 0)
    assert ("用 --lesson-clips 文件夹 启动" in page) == (count == 0)


def test_a_lesson_of_own_clips_with_a_reference(browser: Browser, own_folder: Path) -> None:
    shutil.copy(GALLERY / "1001_DFA_HAP_XX.mp4", own_folder / "mine.mp4")
    (own_folder / "broken.mp4").write_bytes(b"no clip")
    teacher = browser()
    data = {"lesson": "own", "clips": "broken.mp4"}
    refused = teacher.post("/lesson/open", data=data)
    assert (refused.status_code, "broken.mp4" in refused.text) == (400, True)
    data = {"lesson": "own", "clips": "mine.mp4", "given": "sound"}
    answer = teacher.post("/lesson/open", data=data, follow_redirects=False)
    code = answer.headers["location"][:6]
    press(teacher, code, "start", "next", "close", "next", "next", "close")
    assert "mine" not in join(browser, code).get(f"/lesson/{code}").text
    shown = press(teacher, code, "reveal")
    assert "curious, proud" in shown
    assert "No crowd voted on this clip." in shown
    assert "Nobody voted." in shown


def test_open_pages_are_told_that_a_room_moves(browser: Browser, tmp_path: Path) -> None:
    teacher = browser()
    code = opened(teacher)
    rooms = Rooms(Store(tmp_path / "lessons"))

    async def told(tally: bool) -> list[bytes]:
        stream = News(rooms).stream(code, tally=tally)
        lines = [await anext(stream)]
        rooms.move(code, "start", rooms.find(code).version)
        lines.append(await anext(stream))
        rooms.delete(code)
        return [*lines, await anext(stream)]

    first, then, gone = asyncio.run(told(tally=False))
    assert first.startswith(b"data: 0.") and then.startswith(b"data: 1.")
    assert first.count(b".") == 1
    assert gone == b"event: gone\ndata: gone\n\n"


def test_deleting_a_room(browser: Browser) -> None:
    teacher = browser()
    code = opened(teacher)
    phone = join(browser, code)
    answer = teacher.post(f"/lesson/{code}/lead/do", data={"press": "delete"})
    assert answer.url.path == "/lesson/"
    assert phone.get(f"/lesson/{code}/now").status_code == 404
