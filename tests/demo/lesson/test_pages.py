"""The lesson by HTTP: joining, voting, leading, and a sentence for each thing that can't be."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from demo.lesson import voting
from tests.demo.lesson.conftest import Browser

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


def test_own_clips(browser: Browser) -> None:
    """Offered where --data names a folder; none is so here."""
    assert "Start the app with --data" in browser().get("/lesson/").text
    page = browser(**{"accept-language": "zh"}).get("/lesson/")
    assert "一起投票" in page.text
    assert 'lang="zh"' in page.text


def test_deleting_a_room(browser: Browser) -> None:
    teacher = browser()
    code = opened(teacher)
    phone = join(browser, code)
    answer = teacher.post(f"/lesson/{code}/lead/do", data={"press": "delete"})
    assert answer.url.path == "/lesson/"
    assert phone.get(f"/lesson/{code}/now").status_code == 404
