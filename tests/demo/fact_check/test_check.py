"""Claims held against made-up clips of which each number is known."""

import pytest

from backends.base import Claim, Language, Mark, Modality, Rationale
from backends.measured import Act, Measured
from demo.fact_check.check import SAY, check
from demo.fact_check.telling import count_line
from tests.helpers.measured_clips import clip, face, voice

YES, NO, OPEN, NONE = Mark.BORNE_OUT, Mark.CONTRADICTED, Mark.NOT_FOUND, Mark.UNMEASURABLE


def marks(measured: Measured, language: Language = "en", **parts: str) -> list[Mark]:
    return [one.mark for one in check(Rationale(**parts), measured, language)]


def only(measured: Measured, language: Language = "en", **parts: str) -> Claim:
    (claim,) = check(Rationale(**parts), measured, language)
    return claim


RAISED = clip(face({"brow_height": 0.04}))
SMILE = clip(face({"corner_lift": 0.05, "mouth_width": 0.1}))


@pytest.mark.parametrize(
    ("measured", "said", "mark"),
    [
        (RAISED, "His brows go up.", YES),
        (clip(), "His brows go up.", NO),
        (clip(face({"brow_height": 0.018})), "His brows go up.", OPEN),  # near the threshold
        (clip(), "His brows are lowered.", OPEN),  # they may be so all the time
        (RAISED, "His brows stay level.", NO),
        (clip(), "His brows stay level.", YES),
        (SMILE, "He smiles.", YES),
        (clip(), "He smiles.", NO),
        (clip(face(happy=0.8)), "He smiles.", YES),
        (SMILE, "He does not smile.", NO),
        (clip(face({"brow_height": -0.03, "brow_gap": -0.01})), "He frowns.", YES),
        (clip(face({"mouth_opening": 0.3})), "His mouth opens wide.", YES),
        (clip(face({"yaw": 25})), "His head is turned to the side.", YES),
        (clip(), "He shakes his head.", NO),
        (clip(face(acts=(Act("blink", 0.3, 0.4, 0.1, "", 0.2),))), "He blinks.", YES),
        (clip(), "He blinks.", OPEN),  # a short one may fall between two frames
        (clip(), "His hands are clenched.", NONE),
        (clip(face(clear=False)), "He smiles.", NONE),
    ],
)
def test_claims_of_a_face(measured: Measured, said: str, mark: Mark) -> None:
    assert marks(measured, visual=said) == [mark]


@pytest.mark.parametrize(
    ("heard", "said", "mark"),
    [
        (voice(tremor=1.2), "His voice trembles.", YES),
        (voice(), "His voice trembles.", NO),
        (voice(tremor=0.75), "His voice trembles.", OPEN),
        (voice(says=False), "His voice trembles.", NO),
        (voice(pitch_end=3.0), "The pitch rises at the end.", YES),
        (voice(pitch_end=-3.0), "The pitch rises at the end.", NO),
        (voice(effort=-4.0), "He shouts.", YES),
        (voice(effort=-12.0), "He shouts.", NO),
        (voice(voiced=0.4), "He shouts.", NO),
        (voice(voiced=0.4), "He speaks softly.", YES),
        (voice(syllables=7.0), "He speaks quickly.", YES),
        (voice(syllables=7.0), "He speaks slowly.", NO),
        (voice(), "There is no pause.", YES),
        (voice(pitch_median=200.0), "The pitch is high.", YES),
        (voice(pitch_median=120.0), "The pitch is high.", NO),
        (voice(pitch_median=120.0), "The pitch lies around 122 Hz.", YES),
        (voice(pitch_median=120.0), "The pitch lies around 220 Hz.", NO),
        (voice(), "His voice is nasal.", NONE),
    ],
)
def test_claims_of_a_voice(heard: object, said: str, mark: Mark) -> None:
    assert marks(clip(heard=heard), acoustic=said) == [mark]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        ("He says “Don't forget a jacket.”", YES),
        ("He says “Where are my new shoes?”", NO),
        ("He says “别忘了带外套”.", NONE),  # another language
        ("It is a reminder.", YES),
        ("It is a question.", NO),
        ("It is an apology.", NONE),
    ],
)
def test_claims_of_words(said: str, mark: Mark) -> None:
    assert marks(clip(), lexical=said) == [mark]


def test_what_was_not_received_is_marked_first_of_all() -> None:
    rationale = Rationale(visual="He smiles.", acoustic="His voice trembles.", lexical="He asks.")
    found = check(rationale, SMILE, "en", received=[Modality.VISUAL])
    assert [one.mark for one in found] == [YES, Mark.NOT_RECEIVED, Mark.NOT_RECEIVED]
    assert "No sound was received" in found[1].said
    silent = check(rationale, clip(sound=False, text=""), "en")
    assert silent[1].mark is Mark.NOT_RECEIVED


def test_a_moment_is_looked_at_where_it_is_told() -> None:
    long = clip(face({"brow_height": 0.04}))
    there = only(long, visual="His brows go up at 1.2 s.")
    assert (there.mark, there.moment) == (YES, (1.2, 1.2))
    assert 0.9 <= there.start <= 1.1 and there.end <= 1.7
    assert only(long, visual="His brows go up at 0.2 s.").mark is NO
    on_word = only(long, visual="His brows go up on “jacket”.")
    assert on_word.moment == (pytest.approx(1.15), pytest.approx(1.4))


def test_of_several_people_the_one_who_is_named_is_looked_at() -> None:
    smile = face({"corner_lift": 0.05, "mouth_width": 0.1}, person="A")
    both = Measured("two", 0, 2, True, False, (smile, face(person="B")))
    assert only(both, visual="B: he smiles.").mark is NO
    assert only(both, visual="A: he smiles.").mark is YES
    assert only(both, visual="He smiles.").mark is YES


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_verdict_tells_its_measurement(language: Language) -> None:
    said = {
        "en": {"visual": "His brows go up.", "acoustic": "His voice trembles."},
        "zh": {"visual": "他的眉毛扬起。", "acoustic": "他的声音发抖。"},
    }[language]
    brows, tremor = check(Rationale(**said), RAISED, language)
    assert (brows.mark, tremor.mark) == (YES, NO)
    assert "0.040" in brows.said and "0.026" in brows.said
    assert "0.50" in tremor.said and "0.94" in tremor.said
    assert brows.measure and brows.measure.value == pytest.approx(0.04)
    assert count_line([brows, tremor], language).startswith("2 ")


def test_both_languages_tell_every_sentence_with_the_same_facts() -> None:
    english, chinese = (SAY.table(language, "measured") for language in ("en", "zh"))
    assert english.keys() == chinese.keys()
    assert all(english[key] != chinese[key] for key in english)
