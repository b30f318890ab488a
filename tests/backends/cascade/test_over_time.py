"""The merge over time: its pieces, and what is merged in each."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from backends.base import Modality
from backends.cascade.over_time import Said, merged
from backends.cascade.phrases import Phrases
from tests.helpers.opinions import opinion

ENGLISH = Phrases("en", 0.0, 6.0)


def test_pieces_are_about_a_second_and_end_with_sentences() -> None:
    said = [
        Said(0.7, 2.2, opinion(Modality.LEXICAL, happy=0.8)),
        Said(2.3, 4.0, opinion(Modality.LEXICAL, sad=0.8)),
    ]
    pieces = merged(said, (0.0, 6.0), ENGLISH)
    bounds = [pieces[0].start, *(piece.end for piece in pieces)]
    assert {0.7, 2.2, 4.0} <= set(bounds) and bounds[0] == 0.0 and bounds[-1] == 6.0
    assert all(one.end == other.start for one, other in pairwise(pieces))
    assert all(0.3 <= piece.end - piece.start <= 1.5 for piece in pieces)


def test_each_piece_has_what_was_said_then_and_the_rest_is_open() -> None:
    seen = [
        Said(0.0, 2.0, opinion(Modality.VISUAL, happy=0.9)),
        Said(2.0, 4.0, opinion(Modality.VISUAL, sad=0.9)),
    ]
    heard = [Said(0.0, 2.0, opinion(Modality.ACOUSTIC, happy=0.8))]
    pieces = merged([*seen, *heard], (0.0, 6.0), ENGLISH)
    assert [piece.emotions[0].word if piece.emotions else "" for piece in pieces] == [
        "happy", "happy", "sad", "sad", "", "",
    ]  # fmt: skip
    assert pieces[0].modalities == [Modality.VISUAL, Modality.ACOUSTIC]
    assert pieces[-1].open == 1.0 and not pieces[-1].modalities
    for piece in pieces:
        assert sum(one.score for one in piece.emotions) + piece.open == pytest.approx(1, abs=2e-3)


def test_where_the_face_is_away_for_most_of_a_piece_most_of_it_is_open() -> None:
    look = replace(opinion(Modality.VISUAL, happy=0.95), seconds=0.0)
    whole, partly = merged([Said(0.0, 1.3, look)], (0.0, 2.0), ENGLISH)
    assert whole.open < 0.5 < 0.7 < partly.open


def test_without_anything_said_there_is_nothing() -> None:
    assert merged([], (0.0, 6.0), ENGLISH) == []


def test_words_are_those_of_the_language() -> None:
    said = [Said(0.0, 1.0, opinion(Modality.VISUAL, happy=0.9))]
    (piece,) = merged(said, (0.0, 1.0), Phrases("zh", 0.0, 1.0))
    assert piece.emotions[0].word == Phrases("zh", 0.0, 1.0).word("happy")
