"""When two sentences say the same: values must agree, and judgements must not contradict."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.base import Language, Modality
from backends.reading.aspects import lexicon
from demo.metrics.matching import judge_pair, read
from tests.helpers.matching_agreement import Pair, pairs

VISUAL, ACOUSTIC, LEXICAL = Modality

WORDS = "I can't take any more"
Span = tuple[float, float]


def judged(
    one: str, other: str, modality: Modality, language: Language = "en", span: Span | None = None
) -> str:
    """ "match", "contradict" or "unrelated", by the lexicon alone; `span` is the second one's."""
    pair = read(one, modality, language), read(other, modality, language, span)
    tie = judge_pair(*pair, None, lexicon(language))
    return "unrelated" if tie is None else "match" if tie.agrees else "contradict"


@pytest.mark.parametrize("pair", pairs("faults"), ids=lambda pair: pair.clue)
def test_faults_that_were_found(pair: Pair) -> None:
    assert judged(pair.truth, pair.clue, pair.part, pair.language) == pair.judged
    assert judged(pair.clue, pair.truth, pair.part, pair.language) == pair.judged


def test_the_time_of_a_clue_counts_whatever_its_sentence_says() -> None:
    assert (
        judged("From 0.0 to 0.5 s he smiles", "He is smiling", VISUAL, "en", (0.8, 2.0)) == "match"
    )
    told = judged("From 0.0 to 0.5 s he smiles", "He is smiling", VISUAL, "en", (1.5, 2.0))
    assert told == "unrelated"


@pytest.mark.parametrize(
    ("text", "language", "hedged"),
    [
        ("Perhaps he smiles", "en", True),
        ("The face is hard to read, fearful rather than angry", "en", True),
        ("He smiles", "en", False),
        ("也许他在笑", "zh", True),
        ("他在笑", "zh", False),
    ],
)
def test_a_hedge_is_noted(text: str, language: Language, hedged: bool) -> None:
    assert read(text, VISUAL, language).hedged is hedged


# -- properties

FLIPS: list[tuple[Language, Modality, str, str, str]] = [
    ("en", VISUAL, "The brows are {}", "raised", "lowered"),
    ("en", VISUAL, "His eyes are {}", "wide open", "closed"),
    ("en", VISUAL, "Her mouth is {}", "open", "shut"),
    ("en", VISUAL, "The corners of the mouth are {}", "raised", "turned down"),
    ("en", VISUAL, "The face looks {}", "happy", "sad"),
    ("en", VISUAL, "Her expression is {}", "calm", "tense"),
    ("en", ACOUSTIC, "The voice is {}", "loud", "soft"),
    ("en", ACOUSTIC, "The pitch is {}", "high", "low"),
    ("en", ACOUSTIC, "The pitch is {}", "high", "normal"),
    ("en", ACOUSTIC, "The pace is {}", "fast", "slow"),
    ("en", ACOUSTIC, "The melody is {}", "lively", "flat"),
    ("en", ACOUSTIC, "The voice is {}", "trembling", "steady"),
    ("en", ACOUSTIC, "The voice sounds {}", "cheerful", "angry"),
    ("zh", VISUAL, "眉毛{}", "扬起", "压低"),
    ("zh", VISUAL, "嘴角{}", "上扬", "下垂"),
    ("zh", VISUAL, "面部显得{}", "快乐", "悲伤"),
    ("zh", ACOUSTIC, "音量{}", "很大", "很小"),
    ("zh", ACOUSTIC, "语速{}", "较快", "缓慢"),
    ("zh", ACOUSTIC, "音高{}", "偏高", "偏低"),
    ("zh", ACOUSTIC, "声音{}", "颤抖", "平稳"),
]
DENIALS = {
    "en": ("not {}", "hardly {}", "never {}", "not at all {}", "by no means {}", "not really {}"),
    "zh": ("没有{}", "并没有{}", "并不{}", "毫不{}", "并非{}"),
}
flips = st.sampled_from(FLIPS)


@given(flips, st.booleans())
def test_a_statement_matches_itself_and_contradicts_its_flip(
    flip: tuple[Language, Modality, str, str, str], swapped: bool
) -> None:
    language, modality, frame, *sides = flip
    one, other = (frame.format(side) for side in (reversed(sides) if swapped else sides))
    assert judged(one, one + "!", modality, language) == "match"
    assert judged(one, other, modality, language) == "contradict"


@given(flips, st.booleans(), st.integers(0, 5))
def test_a_denial_never_matches(
    flip: tuple[Language, Modality, str, str, str], second: bool, at: int
) -> None:
    language, modality, frame, *sides = flip
    value = sides[second]
    denial = DENIALS[language][at % len(DENIALS[language])].format(value)
    for one, other in ((value, denial), (denial, value)):
        assert judged(frame.format(one), frame.format(other), modality, language) != "match"


@given(st.integers(60, 600), st.floats(0.4, 2.5))
def test_figures_tie_by_their_distance_alone(pitch: int, factor: float) -> None:
    other = round(pitch * factor)
    apart = max(pitch, other) / min(pitch, other)
    expected = "match" if apart <= 1.1 else "contradict" if apart > 1.21 else "unrelated"
    told = f"The pitch lies around {pitch} Hz"
    assert judged(told, f"The pitch is about {other} hz", ACOUSTIC) == expected
    assert judged(told, f"The pitch is about {other / 1000:.3f} kHz", ACOUSTIC) == expected


@settings(max_examples=300)
@given(flips, flips, st.data())
def test_the_sides_can_be_exchanged(
    one: tuple[Language, Modality, str, str, str],
    other: tuple[Language, Modality, str, str, str],
    data: st.DataObject,
) -> None:
    language, modality = one[:2]
    first, second = (flip[2].format(data.draw(st.sampled_from(flip[3:]))) for flip in (one, other))
    assert judged(first, second, modality, language) == judged(second, first, modality, language)


@pytest.mark.parametrize(
    ("denial", "clue", "expected"),
    [
        ("He is not loud", "The voice is quiet", "match"),
        ("The voice is quiet", "He is not loud", "unrelated"),
        ("He is not loud", "The pace is slow", "unrelated"),
        ("The pace is neither fast nor slow", "The pace is ordinary", "match"),
        ("The pace is neither fast nor slow", "The pace is slow", "contradict"),
    ],
)
def test_what_excludes_a_value_bears_its_denial_out(denial: str, clue: str, expected: str) -> None:
    assert judged(denial, clue, ACOUSTIC) == expected


@pytest.mark.parametrize(
    ("truth", "clue", "expected"),
    [
        ("His face stays blank", "The face turns from neutral to happy", "contradict"),
        ("His face is blank at first", "The face turns from neutral to happy", "match"),
        ("A man smiles", "No face is found", "contradict"),
        ("He looks tired", "The face looks neutral", "unrelated"),
    ],
)
def test_a_lasting_state_and_what_rules_it_out(truth: str, clue: str, expected: str) -> None:
    assert judged(truth, clue, VISUAL) == expected


def test_words_alone_place_what_a_clue_tells_in_seconds() -> None:
    late, early = "At the end she smiles", "At first she smiles"
    assert judged(late, "She smiles", VISUAL, "en", (0.2, 0.8)) == "unrelated"
    assert judged(late, "She smiles", VISUAL, "en", (0.2, 2.8)) == "match"
    assert judged(early, "She smiles", VISUAL, "en", (2.2, 2.8)) == "unrelated"
    assert judged(early, "She smiles", VISUAL, "en", (0.2, 0.8)) == "match"


@pytest.mark.parametrize("marks", ["'{}'", "‘{}’", "“{}”", '"{}"'])
def test_any_quotation_marks_quote(marks: str) -> None:
    told = f"He says {marks.format(WORDS)}, the others' last hope gone"
    assert judged(told, f"“{WORDS}” is said", LEXICAL) == "match"
