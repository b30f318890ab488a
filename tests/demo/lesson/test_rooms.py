"""Rooms: codes, who leads, buttons pressed twice, and rooms that are gone after a day."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from demo.lesson import codes, plans, rooms
from demo.lesson.refusals import Refused
from demo.lesson.rooms import Rooms
from demo.lesson.stages import Stage
from demo.lesson.store import Store
from tests.helpers.lessons import ONCE, Class


def test_codes_are_six_letters_without_look_alikes() -> None:
    drawn = {codes.drawn() for _ in range(300)}
    assert len(drawn) > 290
    assert all(len(code) == 6 and code == codes.tidied(code) for code in drawn)
    assert not set("".join(drawn)) & set("ILOQSBGUVZN")


@pytest.mark.parametrize("typed", ["cdfhjk", " CDF-HJK ", "c d f h j k", "CDFHJK"])
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    assert codes.tidied(typed) == "CDFHJK"


@pytest.mark.parametrize("typed", ["", "CDFHJ", "CDFHJKM", "CDFHJ0", "<b>", "ＣＤＦＨＪＫ"])
def test_a_wrong_code_is_told(typed: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no room"):
        Rooms(Store(tmp_path)).find(typed)


def test_only_the_secret_leads(tmp_path: Path) -> None:
    room = Class(tmp_path)
    assert room.rooms.leads(room.code, room.secret)
    assert not room.rooms.leads(room.code, "guessed")
    assert not room.rooms.leads(room.code, None)
    assert not room.rooms.leads("CDFHJK", room.secret)


def test_a_button_pressed_twice_moves_the_room_once(tmp_path: Path) -> None:
    room = Class(tmp_path)
    seen = room.room.version
    assert room.rooms.move(room.code, "start", seen).at.stage is Stage.WATCH
    assert room.rooms.move(room.code, "start", seen).at.stage is Stage.WATCH
    with pytest.raises(Refused, match="can't be done"):
        room.rooms.move(room.code, "reveal", seen + 1)
    with pytest.raises(Refused, match="can't be done"):
        room.rooms.move(room.code, "no such thing", seen + 1)


def test_two_stores_of_one_folder_share_a_room(tmp_path: Path) -> None:
    room = Class(tmp_path)
    other = Rooms(Store(tmp_path))
    other.move(room.code, "start", room.room.version)
    assert room.room.at.stage is Stage.WATCH


def test_rooms_are_gone_after_a_day_unless_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, kept = Class(tmp_path), Class(tmp_path)
    kept.rooms.keep(kept.code, True)
    gone.lead("start", "next")
    gone.vote(0, "sad")
    shown = gone.rooms.store.clips / gone.room.steps[0].file
    shown.write_bytes(b"clip")
    later = rooms.time() + rooms.DAY + 1
    monkeypatch.setattr(rooms, "time", lambda: later)
    with pytest.raises(Refused):
        gone.rooms.find(gone.code)
    assert kept.room.code == kept.code
    gone.rooms.make("own", "en", [ONCE])  # whoever opens a room sweeps
    with gone.rooms.store.reading() as db:
        left = db.execute("SELECT count(*) FROM vote").fetchone()[0]
    assert (left, shown.exists()) == (0, False)


def test_too_many_rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST_ROOMS", 1)
    Class(tmp_path)
    with pytest.raises(Refused, match="too many rooms"):
        Class(tmp_path)


def test_a_browser_is_bound_while_its_room_has_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Class(tmp_path, ONCE)
    (voter, *_) = room.voters
    assert room.rooms.binding(voter) == room.code
    assert room.rooms.binding("another") is None
    room.lead("start", "next", "close")
    assert room.rooms.binding(voter) == room.code
    room.lead("reveal")
    assert room.rooms.binding(voter) is None
    quiet = Class(tmp_path, ONCE)
    later = rooms.time() + rooms.QUIET + 1
    monkeypatch.setattr(rooms, "time", lambda: later)
    assert quiet.rooms.binding(quiet.voters[0]) is None


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "lessons.sqlite3").write_text("this is no database, by far not" * 100)
    with pytest.raises(Refused, match="can't be kept"):
        Store(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="can't be kept"):
        Store(tmp_path / "file")


def test_the_ready_lessons_show_clips_of_the_gallery() -> None:
    for lesson, clips in plans.READY.items():
        plan = plans.ready(lesson)
        assert {one.path.stem: one.given for one in plan} == clips
        assert all(one.path.is_file() for one in plan)
    orders = {tuple(one.path.stem for one in plans.ready("same_sentence")) for _ in range(20)}
    assert len(orders) > 1


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_own_clips(count: int, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    for n in range(count):
        (tmp_path / f"clip {n:04}.mp4").touch()
    own = plans.OwnClips([tmp_path])
    assert len(own.names()) == count
    with pytest.raises(Refused, match="at least one"):
        own.plan([])
    with pytest.raises(Refused, match="not among"):
        own.plan(["../secret.mp4"])
    if count:
        assert own.plan(own.names()[:1])[0].path == tmp_path / "clip 0000.mp4"
    if count > 30:
        with pytest.raises(Refused, match="at most 30"):
            own.plan(own.names()[:31])


def test_without_a_folder_rooms_lie_in_one_that_goes_with_the_store() -> None:
    rooms = Rooms(Store(None))
    gc.collect()
    code, _ = rooms.make("own", "en", [ONCE])
    folder = rooms.store.folder
    assert rooms.find(code).code == code
    del rooms
    gc.collect()
    assert not folder.exists()
