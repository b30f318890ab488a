"""Until the reveal a voter's browser gets nothing of truth, labels, models or other people's votes.

It asks, at every stage, for all that its page names and all that it can guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from backends.base import Explanation, Rationale
from demo.ground_truth import gallery
from demo.lesson.rooms import Planned, Room, Rooms
from demo.lesson.store import Store
from tests.demo.lesson.conftest import Browser
from tests.demo.lesson.test_pages import JSON, join, opened, press, vote

MODEL = "The model's own sentence about this clip"
OTHER_WORD, OTHER_REASON = "otherword", "somebody else's reason"
GUESSES = (
    "", "/now", "/events?once", "/lead", "/lead/now", "/lead/do", "/lead/events", "/votes.csv",
    "/report", "/votes", "/truth", "/answers", "/reveal", "/state", "/clip", "/clip/0",
    "/clip/1.mp4", "/clip/1001_DFA_ANG_XX.mp4", "/clip/..%2flessons.sqlite3", "/join", "/vote",
    "/why", "/api", "/openapi.json", "/docs", "?reveal=1", "?stage=reveal", "/now?stage=reveal",
)  # fmt: skip
ELSEWHERE = (
    "/", "/benchmark", "/config", "/gradio_api/info", "/gradio_api/call/explain",
    "/gradio_api/queue/join", "/gradio_api/startup-events", "/gradio_api/file=assets/gallery",
    "/lesson/", "/lesson", "/lesson/lessons.sqlite3", "/lesson/clips", "/lesson/assets/live.js",
    "/lesson/assets/vote.js", "/lesson/assets/lesson.css", "/lesson/assets/lead.js",
)  # fmt: skip


def secrets_of(room: Room) -> list[str]:
    """What must not be told: names, sentences of truth and model, others' votes, other files."""
    found = [MODEL, OTHER_WORD, OTHER_REASON, "assets/gallery", "EMER demo project", "Crowd of"]
    for path in room.paths.values():
        found += [path.stem, path.stem.removesuffix("_XX")]
        for language in ("en", "zh"):
            truth = gallery.of(path.stem, language)
            assert truth is not None
            found += [text for text in truth.rationale.model_dump().values() if text]
            found.append(truth.method)
    return [one for one in found if one]


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """The rooms of the app that `browser` reaches."""
    return Rooms(Store(tmp_path / "lessons"))


@pytest.fixture
def lesson(browser: Browser, rooms: Rooms) -> Iterator[tuple[TestClient, TestClient, str]]:
    """Teacher, voter and code of a room in which another one has voted and a model has answered."""
    teacher = browser()
    code = opened(teacher, "sound_adds")
    answer = Explanation(clip="x", backend="echo", rationale=Rationale(conclusion=MODEL))
    clips = rooms.find(code).paths
    with rooms.store.writing() as db:
        db.execute("UPDATE room SET backends = 'echo'")
        for clip in clips:
            db.execute(
                "INSERT INTO answer VALUES (?, 'echo', ?, NULL)", (clip, answer.model_dump_json())
            )
    yield teacher, join(browser, code), code


def told(voter: TestClient, room: Room) -> Iterator[tuple[str, bytes, str]]:
    """(what was asked for, the answer, its headers) for all that a voter knows or can guess."""
    asked = [f"/lesson/{room.code}{guess}" for guess in GUESSES if "events" not in guess]
    asked += [*ELSEWHERE, *(f"/lesson/{room.code}/clip/{step.file}" for step in room.steps)]
    asked += [f"/lesson/{room.code}/clip/{clip}.mp4" for clip in room.paths]
    for path in asked:
        for headers in ({}, JSON, {"accept": "text/html", "accept-language": "zh"}):
            answer = voter.get(path, headers=headers)
            yield path, answer.content, str(answer.headers)
    for path in (f"/lesson/{room.code}/lead/do", "/gradio_api/call/explain", "/lesson/open"):
        answer = voter.post(path, data={"press": "reveal", "version": "1", "lesson": "machine"})
        yield path, answer.content, str(answer.headers)


def test_nothing_is_told_before_the_reveal(
    browser: Browser, rooms: Rooms, lesson: tuple[TestClient, TestClient, str]
) -> None:
    teacher, voter, code = lesson
    other = join(browser, code)
    seen = 0
    for button in ("", "start", "next", "close", "next", "next", "close"):
        if button:
            press(teacher, code, button)
        room = rooms.find(code)
        if room.at.stage == "vote":
            vote(other, code, OTHER_WORD, room.at.place, vote_id=f"o{room.at.place}")
            data = {"place": str(room.at.place), "reason": OTHER_REASON, "moment": "0.5"}
            other.post(f"/lesson/{code}/why", data=data)
            vote(voter, code, "mine", room.at.place, vote_id=f"v{room.at.place}")
        for path, body, headers in told(voter, room):
            for secret in secrets_of(room):
                assert secret.encode() not in body, (button, path, secret)
                assert secret not in headers, (button, path, secret)
            assert b"the ordinary page" not in body, path
            seen += 1
    assert seen > 500
    shown = press(teacher, code, "reveal")
    revealed = voter.get(f"/lesson/{code}/now").text
    for page in (shown, revealed):
        assert OTHER_REASON.replace("'", "&#39;") in page
        assert MODEL.replace("'", "&#39;") in page
    later = rooms.find(code)
    hidden = [p.stem for c, p in later.paths.items() if c != later.step.clip]
    for path, body, _ in told(voter, later):
        assert not any(stem.encode() in body for stem in hidden), path


def test_a_file_is_given_when_its_step_has_begun_only(
    rooms: Rooms, lesson: tuple[TestClient, TestClient, str], browser: Browser
) -> None:
    teacher, voter, code = lesson

    def status(who: TestClient) -> list[int]:
        files = [step.file for step in rooms.find(code).steps]
        return [who.get(f"/lesson/{code}/clip/{file}").status_code for file in files]

    assert status(voter) == status(teacher) == [404] * 6
    press(teacher, code, "start")
    assert status(voter) == status(teacher) == [200, 404, 404, 404, 404, 404]
    assert status(browser())[0] == 403
    press(teacher, code, "next", "close", "next")
    assert status(voter) == [200, 200, 404, 404, 404, 404]


def test_the_page_of_one_clip_is_that_of_another(browser: Browser, rooms: Rooms) -> None:
    """Whatever is not told can't differ: rooms with different clips look the same to a voter."""
    pages: list[set[str]] = []
    teacher = browser()
    for clip in gallery.clips():
        code = opened(teacher)
        with rooms.store.writing() as db:
            db.execute("UPDATE clip SET path = ? WHERE room = ?", (str(clip), code))
        voter = join(browser, code)
        found = set()
        for button in ("start", "next", "close"):
            press(teacher, code, button)
            page = voter.get(f"/lesson/{code}/now").text.replace(code, "CODE")
            found.add(re.sub(r"[0-9a-f]{24}\.mp4|vote_id\" value=\"[^\"]*", "ID", page))
        pages.append(found)
    assert all(one == pages[0] for one in pages)


def test_what_is_shown_carries_no_marks_of_its_source(tmp_path: Path) -> None:
    import av

    from backends.clip import Limits
    from demo.lesson.shown import ShownClips
    from demo.lesson.stages import Given

    titled = tmp_path / "happy title.mp4"
    source = gallery.clips()[3]
    with av.open(str(source)) as read, av.open(str(titled), "w") as written:
        written.metadata["title"] = "HAPPY by actor 1001"
        streams = {s.index: written.add_stream_from_template(s) for s in read.streams}
        for packet in read.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                written.mux(packet)
    assert b"HAPPY by actor" in titled.read_bytes()
    rooms = Rooms(Store(tmp_path))
    plan = [Planned(titled, (Given.PICTURE, Given.SOUND, Given.BOTH))]
    room = rooms.find(rooms.make("own", "en", plan)[0])
    shown = ShownClips(rooms.store, Limits())
    kinds = []
    for step in room.steps:
        file = shown.file(room, step)
        assert b"HAPPY" not in file.read_bytes()
        with av.open(str(file)) as container:
            kinds.append([stream.type for stream in container.streams])
    assert kinds == [["video"], ["audio"], ["video", "audio"]]
    assert sorted(p.name for p in rooms.store.clips.iterdir()) == sorted(
        step.file for step in room.steps
    )


def test_the_ordinary_page_is_closed_to_a_voter_and_open_to_others(
    browser: Browser, lesson: tuple[TestClient, TestClient, str]
) -> None:
    teacher, voter, code = lesson
    page = voter.get("/", headers={"accept": "text/html", "accept-language": "zh"})
    assert (page.status_code, "这个浏览器正在参加一堂课" in page.text) == (403, True)
    assert f'href="lesson/{code}' in page.text
    assert voter.post("/gradio_api/call/explain", data={"x": "1"}).status_code == 403
    assert browser().get("/").text == teacher.get("/").text == "the ordinary page"
    press(teacher, code, "end")
    assert voter.get("/").text == "the ordinary page"
