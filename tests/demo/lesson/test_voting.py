"""Votes: counted once, kept, and refused with a sentence where they come too late."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from demo.lesson import voting
from demo.lesson.refusals import Refused
from demo.lesson.voting import Voting
from tests.helpers.lessons import ONCE, Class
from tests.helpers.places import ROOT


@pytest.fixture
def room(tmp_path: Path) -> Class:
    """A room in which voting is open."""
    opened = Class(tmp_path)
    opened.lead("start", "next")
    return opened


def test_a_vote_is_there_with_all_it_says(room: Class) -> None:
    room.voting.vote(room.code, room.voters[1], "x", 0, ["sad", "Sad", " gloomy\n"], 2, ["picture"])
    room.voting.say_why(room.code, room.voters[1], 0, "the brows\u202e", 1.25)
    (vote,) = room.voting.all(room.room)
    assert (vote.number, vote.place, vote.words) == (2, 0, ("sad", "gloomy"))
    assert (vote.sure, vote.told_by, vote.reason, vote.moment) == (
        2, ("picture",), "the brows", 1.25,
    )  # fmt: skip


def test_a_vote_sent_again_counts_once(room: Class) -> None:
    for _ in range(3):
        room.vote(0, "sad", vote_id="same")
    assert [vote.words for vote in room.voting.all(room.room)] == [("sad",)]


def test_the_last_vote_stands_and_an_old_one_sent_again_does_not_come_back(room: Class) -> None:
    room.vote(0, "sad", vote_id="first")
    room.voting.say_why(room.code, room.voters[0], 0, "a reason", None)
    room.vote(0, "angry", vote_id="second")
    room.vote(0, "sad", vote_id="first")
    (vote,) = room.voting.all(room.room)
    assert (vote.words, vote.reason) == (("angry",), "a reason")


def test_after_closing_a_new_vote_is_refused_and_a_saved_one_acknowledged(room: Class) -> None:
    room.vote(0, "sad", vote_id="saved")
    room.lead("close")
    room.vote(0, "sad", vote_id="saved")
    with pytest.raises(Refused, match="closed"):
        room.vote(1, "sad")
    room.voting.say_why(room.code, room.voters[0], 0, "still typing", None)
    room.lead("next", "next", "close", "reveal")
    with pytest.raises(Refused, match="closed"):
        room.voting.say_why(room.code, room.voters[0], 0, "too late", None)
    with pytest.raises(Refused, match="closed"):
        room.vote(0, "happy", place=1)
    assert [vote.reason for vote in room.voting.all(room.room)] == ["still typing"]


@pytest.mark.parametrize(
    ("words", "sure", "told_by", "said"),
    [
        ([], 3, [], "at least one word"),
        ([" ", "\n\u200b"], 3, [], "at least one word"),
        (["sad"], 0, [], "can't be read"),
        (["sad"], 5, [], "can't be read"),
        (["sad"], 3, ["voice"], "can't be read"),  # the sound is off
    ],
)
def test_what_can_be_no_vote(
    room: Class, words: list[str], sure: int, told_by: list[str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        room.voting.vote(room.code, room.voters[0], "x", 0, words, sure, told_by)
    assert room.voting.all(room.room) == []


def test_no_vote_before_voting_opens_nor_by_whom_is_not_in_the_room(tmp_path: Path) -> None:
    room = Class(tmp_path)
    room.lead("start")
    with pytest.raises(Refused, match="not begun"):
        room.vote(0, "sad")
    room.lead("next")
    with pytest.raises(Refused, match="not in the room"):
        room.voting.vote(room.code, "a stranger", "x", 0, ["sad"], 3, [])
    with pytest.raises(Refused, match="Vote first"):
        room.voting.say_why(room.code, room.voters[0], 0, "because", None)
    for moment in (float("nan"), float("inf"), -1.0):
        with pytest.raises(Refused, match="can't be read"):
            room.voting.say_why(room.code, room.voters[0], 0, "because", moment)


def test_a_full_room_keeps_who_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voting, "SEATS", 3)
    room = Class(tmp_path)
    with pytest.raises(Refused, match="full"):
        room.voting.join(room.code, "one too many")
    assert room.voting.join(room.code, room.voters[0]) is None
    assert room.room.voters == 3


def test_a_late_joiner_is_told_so(room: Class) -> None:
    late = room.voting.join(room.code, "late")
    assert late is not None
    assert "clip 1 of 3" in late.text("en")
    assert "第 1 个片段" in late.text("zh")
    room.lead("end")
    with pytest.raises(Refused, match="over"):
        room.voting.join(room.code, "too late")


def test_long_texts_are_cut(room: Class) -> None:
    room.vote(0, *[f"{n}" + "w" * 500 for n in range(9)])
    room.voting.say_why(room.code, room.voters[0], 0, "r" * 5000, 0.0)
    (vote,) = room.voting.all(room.room)
    assert len(vote.words) == voting.MOST_WORDS
    assert {len(word) for word in vote.words} == {voting.LONGEST_WORD}
    assert len(vote.reason) == voting.LONGEST_REASON


def test_an_acknowledged_vote_survives_kill_9(tmp_path: Path) -> None:
    room = Class(tmp_path, ONCE)
    room.lead("start", "next")
    code = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from demo.lesson.rooms import Rooms
        from demo.lesson.store import Store
        from demo.lesson.voting import Voting
        voting = Voting(Rooms(Store(Path({str(tmp_path)!r}))))
        for n, voter in enumerate({room.voters!r} * 50):
            voting.vote({room.code!r}, voter, f"id-{{n}}", 0, [f"word {{n}}"], 3, [])
            print(n, voter, flush=True)
    """)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(20)]
        os.kill(child.pid, signal.SIGKILL)
        told += child.stdout.readlines()
    acknowledged = {line.split()[1]: int(line.split()[0]) for line in told if line.endswith("\n")}
    kept = Voting(room.rooms).all(room.room)
    assert [vote.number for vote in kept] == [1, 2, 3]
    for vote in kept:
        last = acknowledged[room.voters[vote.number - 1]]
        assert int(vote.words[0].split()[1]) >= last  # one more may be saved that was not told
    for n in acknowledged.values():
        room.voting.vote(room.code, room.voters[n % 3], f"id-{n}", 0, ["again"], 3, [])
    assert "again" not in [word for vote in room.voting.all(room.room) for word in vote.words]
