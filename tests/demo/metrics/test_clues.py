"""Which sentences say the same, which the opposite: in the language of other people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.base import Language, Modality
from backends.reading.sentence_model import embed
from demo.ground_truth import gallery
from demo.metrics import ClueAgreement, TruthClue
from demo.metrics.clues import compare
from demo.metrics.matching import ALIKE
from demo.metrics.statements import split
from tests.helpers.clues import clue

pytestmark = pytest.mark.models

VISUAL, ACOUSTIC, LEXICAL = Modality


def agree(one: str, other: str, modality: Modality, language: Language = "en") -> str:
    """ "match", "contradiction" or "nothing" of two sentences."""
    found = compare([TruthClue(modality=modality, text=one)], [clue(other, modality)], language)
    return "match" if found.matches else "contradiction" if found.contradictions else "nothing"


@pytest.mark.parametrize(
    ("one", "other", "modality"),
    [
        ("His brows are furrowed", "She knits her eyebrows", VISUAL),
        ("Her eyes widen", "The man's eyes are wide open", VISUAL),
        ("He looks down", "His gaze is lowered", VISUAL),
        ("There are tears on his cheeks", "She weeps", VISUAL),
        ("He does not look at her", "He avoids eye contact", VISUAL),
        ("Her face is expressionless", "The face looks neutral", VISUAL),
        ("She sits behind a desk in an office", "She is seated at an office desk", VISUAL),
        ("She speaks quickly", "The pace is fast", ACOUSTIC),
        ("Her voice trembles", "He speaks in a trembling voice", ACOUSTIC),
        ("He laughs at the end", "One can hear him chuckle", ACOUSTIC),
        ("The tone sounds accusing", "Her tone is angry", ACOUSTIC),
        ("There is a long pause", "She hesitates before the last word", ACOUSTIC),
        ("He apologises to his mother", "It is an apology to his mother", LEXICAL),
        ("It is a question", "He is asking where she was", LEXICAL),
    ],
)
def test_the_same_in_other_words(one: str, other: str, modality: Modality) -> None:
    assert agree(one, other, modality) == "match"
    assert agree(other, one, modality) == "match"


@pytest.mark.parametrize(
    ("one", "other", "modality", "language"),
    [
        ("He is loud", "He is soft", ACOUSTIC, "en"),
        ("The voice is not loud", "The speech is loud", ACOUSTIC, "en"),
        ("The pitch is high", "The pitch is low", ACOUSTIC, "en"),
        ("She speaks quickly", "The pace is slow", ACOUSTIC, "en"),
        ("The melody is lively", "The intonation is flat", ACOUSTIC, "en"),
        ("He laughs", "There is no laughter", ACOUSTIC, "en"),
        ("There is no pause", "He pauses", ACOUSTIC, "en"),
        ("His brows are raised", "His brows are lowered", VISUAL, "en"),
        ("His eyes narrow", "His eyes are wide with fear", VISUAL, "en"),
        ("His mouth is open", "His lips are pressed together", VISUAL, "en"),
        ("She smiles", "She is not smiling", VISUAL, "en"),
        ("He nods", "He shakes his head", VISUAL, "en"),
        ("The face looks happy", "The face looks sad", VISUAL, "en"),
        ("The words name no emotion", "The words speak of joy", LEXICAL, "en"),
        ("声音很大", "声音很小", ACOUSTIC, "zh"),
        ("语速较快", "语速缓慢", ACOUSTIC, "zh"),
        ("眉毛扬起", "眉毛压低", VISUAL, "zh"),
        ("中间没有停顿", "他停顿了一下", ACOUSTIC, "zh"),
        ("面部显得快乐", "面部显得悲伤", VISUAL, "zh"),
    ],
)
def test_opposites_contradict(one: str, other: str, modality: Modality, language: Language) -> None:
    assert agree(one, other, modality, language) == "contradiction"
    assert agree(other, one, modality, language) == "contradiction"


@pytest.mark.parametrize(
    ("one", "other", "modality"),
    [
        ("His upper lip lifts", "The brows go up", VISUAL),
        ("His hands keep moving", "She wears a red dress", VISUAL),
        ("The background is bright", "She has a bright smile", VISUAL),
        ("The voice is hoarse", "The pitch is high", ACOUSTIC),
        ("She asks where he was", "The words name no emotion", LEXICAL),
    ],
)
def test_other_things_do_not_match(one: str, other: str, modality: Modality) -> None:
    assert agree(one, other, modality) == "nothing"


PARAPHRASES = [
    ("She sits behind a desk in an office", "She is seated at an office desk"),
    ("He is in a park with trees behind him", "The scene is a park"),
    ("She wears a red coat", "She is dressed in a red coat"),
    ("He hugs the woman", "The man embraces her"),
    ("They argue about money", "The two are having a dispute over money"),
    ("He apologises to his mother", "He says sorry to his mum"),
    ("The man holds a phone to his ear", "He is talking on the phone"),
    ("He leans forward", "The upper body is bent forward"),
    ("She walks away", "The woman leaves"),
    ("He asks her to stay", "He begs her not to go"),
    ("Music plays in the background", "There is background music"),
    ("She swallows", "She gulps"),
    ("The subtitle expresses regret over the past", "The words show that he regrets what he did"),
    ("Two people talk in a kitchen", "A conversation in a kitchen"),
]
SOUND_ALIKE = [
    ("She sits behind a desk in an office", "She wears a red dress"),
    ("His hands keep moving", "The background is bright"),
    ("He hugs the woman", "The man pushes the woman away"),
    ("She walks away", "The woman comes closer"),
    ("He asks her to stay", "He tells her to leave"),
    ("Music plays in the background", "There is noise from a car"),
    ("Two people talk in a kitchen", "Two people talk in a car"),
    ("He is in a park", "He is in an office"),
    ("She wears a red coat", "She takes off her coat"),
    ("He holds a phone", "He holds a cup"),
    ("The man thanks her", "The man insults her"),
    ("He leans forward", "He leans back"),
    ("The woman looks at the child", "The woman holds the child"),
]


def test_what_the_embedding_can_and_cannot_tell() -> None:
    """The figures that stand beside `ALIKE`."""

    def reach(pairs: list[tuple[str, str]]) -> int:
        return sum(float(one @ other) >= ALIKE for one, other in map(embed, pairs))

    assert (reach(PARAPHRASES), len(PARAPHRASES)) == (12, 14)
    assert (reach(SOUND_ALIKE), len(SOUND_ALIKE)) == (4, 13)
    assert agree("He leans forward", "He leans back", VISUAL) == "contradiction"


def test_only_within_a_modality() -> None:
    truths = [TruthClue(modality=ACOUSTIC, text="He laughs")]
    assert compare(truths, [clue("He laughs", VISUAL)], "en").unsupported == [0]


# -- properties

SENTENCES = [
    (modality, sentence)
    for path in gallery.clips()
    if (truth := gallery.of(path.name.removesuffix(".mp4")))
    for modality in Modality
    for sentence in split(getattr(truth.rationale, modality), modality, "en")
]
SAID = st.lists(st.sampled_from(SENTENCES), max_size=6)


def _compare(truths: list[tuple[Modality, str]], said: list[tuple[Modality, str]]) -> ClueAgreement:
    return compare(
        [TruthClue(modality=modality, text=text) for modality, text in truths],
        [clue(text, modality) for modality, text in said],
        "en",
        emotions=["angry"],
    )


@settings(deadline=None, max_examples=30)
@given(SAID, SAID)
def test_everything_is_on_one_side_exactly_once(
    truths: list[tuple[Modality, str]], said: list[tuple[Modality, str]]
) -> None:
    found = _compare(truths, said)
    matched = {match.truth for match in found.matches}
    assert sorted([*matched, *found.missed]) == list(range(len(found.truths)))
    supported = {match.clue for match in found.matches}
    assert sorted([*supported, *found.unsupported]) == list(range(len(said)))
    assert all(pair.clue in found.unsupported for pair in found.contradictions)


@settings(deadline=None, max_examples=30)
@given(SAID, SAID, st.randoms())
def test_the_order_of_clues_does_not_matter(
    truths: list[tuple[Modality, str]], said: list[tuple[Modality, str]], random: object
) -> None:
    shuffled = sorted(said, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = _compare(truths, said), _compare(truths, shuffled)
    assert one.missed == other.missed
    assert sorted(said[at] for at in one.unsupported) == sorted(
        shuffled[at] for at in other.unsupported
    )


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(list(Modality)), st.text(min_size=1, max_size=60), st.sampled_from(["en", "zh"])
)
def test_identical_sentences_match(modality: Modality, text: str, language: Language) -> None:
    assert agree(text, text, modality, language) == "match"
