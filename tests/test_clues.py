from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.aspects import NUMBER, Reading, lexicon
from backends.base import Clue, Explanation, Language, Measure, Modality, Rationale, Request
from backends.cascade.text_emotion import embed
from backends.clip import Clip
from demo import side_by_side
from demo.ground_truth import GroundTruth, gallery
from demo.metrics import ClueAgreement, TruthClue
from demo.metrics.clues import ALIKE, compare, statements
from demo.metrics.statements import in_one_piece, split

VISUAL, ACOUSTIC, LEXICAL = Modality


def clue(text: str, modality: Modality) -> Clue:
    return Clue(modality=modality, text=text, start=0, end=1, measure=Measure(name="m", value=1.0))


def truth_of(emotion: str, language: Language = "en") -> GroundTruth:
    truth = gallery.of(f"1001_DFA_{emotion}_XX", language)
    assert truth
    return truth


def compared(
    emotion: str, modality: Modality, said: Sequence[str], language: Language = "en"
) -> ClueAgreement:
    truth = truth_of(emotion, language)
    return compare(
        statements(truth.rationale, language),
        [clue(text, modality) for text in said],
        language,
        emotions=truth.emotions,
        subtitle=truth.subtitle,
    )


def texts(found: ClueAgreement, pairs: str = "matches") -> set[tuple[str, int]]:
    return {(found.truths[pair.truth].text, pair.clue) for pair in getattr(found, pairs)}


def agree(one: str, other: str, modality: Modality, language: Language = "en") -> str:
    """ "match", "contradiction" or "nothing" of two sentences."""
    found = compare([TruthClue(modality=modality, text=one)], [clue(other, modality)], language)
    return "match" if found.matches else "contradiction" if found.contradictions else "nothing"


# -- statements


def test_one_statement_an_observation() -> None:
    visual = truth_of("HAP").rationale.visual
    assert visual
    assert split(visual, VISUAL, "en") == [
        "The man is smiling from the first frame",
        "He blinks",
        "Raises his brows so that the forehead creases",
        "As he finishes speaking the smile widens",
        "Shows his teeth and stays to the end",
    ]


def test_a_piece_without_a_subject_is_given_it() -> None:
    acoustic = "In the audio, the pitch lies around 123 Hz and falls gently to the end."
    assert split(acoustic, ACOUSTIC, "en") == [
        "The pitch lies around 123 Hz",
        "The pitch … falls gently to the end",
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("He starts with a sudden, loud attack.", 1),
        ("It is a caring, everyday reminder.", 1),
        ("Just before he speaks, about 0.6 seconds in, his eyes open wide.", 1),
        ("He says “Well, no. Never!” It is a plain answer.", 2),
        ("She puts the heavy, old cup on the table.", 1),
        ("His eyes are wide, his mouth is open and his brows are raised.", 3),
    ],
)
def test_pieces_that_say_nothing_of_their_own_stay_where_they_belong(
    text: str, pieces: int
) -> None:
    modality = LEXICAL if "says" in text else VISUAL
    assert len(split(text, modality, "en")) == pieces


def test_chinese_statements() -> None:
    visual = truth_of("DIS", "zh").rationale.visual
    assert visual
    assert split(visual, VISUAL, "zh") == [
        "男子的脸在最初半秒内很平静",
        "随后双眉向下紧锁",
        "眉间出现深深的竖纹",
        "上唇抬起",
        "露出牙齿",
        "说完之后仍保持着这副怪相",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_statements_keep_every_word_and_leave_the_conclusion(language: Language) -> None:
    for path in gallery.clips():
        truth = gallery.of(path.name.removesuffix(".mp4"), language)
        assert truth
        found = statements(truth.rationale, language)
        assert {statement.modality for statement in found} == set(Modality)
        for modality in Modality:
            told = " ".join(one.text.lower() for one in found if one.modality == modality)
            part = getattr(truth.rationale, modality).lower()
            quoted = [word for word in ("“jacket”", "“don't forget a jacket.”") if word in part]
            assert all(word in told for word in quoted)
        assert not any("Therefore" in one.text or "因此" in one.text for one in found)


def test_an_absent_part_has_no_statements() -> None:
    assert statements(Rationale(), "en") == []
    assert statements(Rationale(visual="   "), "zh") == []


# -- the gallery: points that a reader is sure of


def test_happy() -> None:
    found = compared(
        "HAP",
        VISUAL,
        [
            "One face is in view all the time.",
            "The face looks clearly happy throughout.",
            "The eyes blink at 0.2 s.",
            "The brows go up from 0.3 to 0.6 s.",
            "The corners of the mouth rise into a smile from 1.0 s on.",
        ],
    )
    assert not found.unsupported
    assert texts(found) == {
        ("The man is smiling from the first frame", 4),
        ("He blinks", 2),
        ("Raises his brows so that the forehead creases", 3),
        ("As he finishes speaking the smile widens", 4),
        ("A person is in the picture.", 0),
        ("Emotions of the ground truth: happy, cheerful, friendly.", 1),
    }
    assert "Shows his teeth and stays to the end" in {found.truths[at].text for at in found.missed}


def test_angry() -> None:
    said = ["“Don't forget a jacket” is said from 0.4 to 1.4 s.", "The words name no emotion."]
    found = compared("ANG", LEXICAL, said)
    assert ("He says “Don't forget a jacket.”", 0) in texts(found)
    assert ("As words this is an everyday reminder", 1) in texts(found)

    said = [
        "The pitch lies around 150 Hz, within what is usual for adults.",
        "The melody is lively, moving over 12.3 semitones.",
        "The way it is spoken clearly resembles angry acted speech.",
    ]
    found = compared("ANG", ACOUSTIC, said)
    assert found.unsupported == [1]
    assert ("The pitch begins near 155 Hz, well above his neutral take", 0) in texts(found)
    assert ("Emotions of the ground truth: angry, stern, irritated.", 2) in texts(found)


def test_fearful() -> None:
    said = ["The eyes are wide open.", "The brows go up.", "He smiles.", "Her mouth is shut."]
    found = compared("FEA", VISUAL, said)
    assert ("His brows shoot up, so that the forehead creases", 1) in texts(found)
    wide = "Just before he speaks, about 0.6 seconds in, his eyes open wide"
    assert (wide, 0) in texts(found)
    assert ("His mouth opens wide on “jacket”", 3) in texts(found, "contradictions")
    assert found.unsupported == [2, 3]

    found = compared("FEA", ACOUSTIC, ["The pace is ordinary, 4.8 syllables a second."])
    assert texts(found, "contradictions") == {
        ("The sentence is rushed into seven tenths of a second", 0)
    }


def test_other_words_are_not_the_words_that_are_said() -> None:
    found = compared("SAD", LEXICAL, ["“Don't forget to check it.” is said."])
    assert found.unsupported == [0]
    assert texts(found, "contradictions") == {("He says “Don't forget a jacket.”", 0)}


def test_a_translated_quotation_is_matched_by_the_subtitle() -> None:
    said = ["说的话是“Don't forget a jacket”（在 0.4 至 1.4 秒）。"]
    assert texts(compared("ANG", LEXICAL, said, "zh")) == {("他说“别忘了带外套”", 0)}
    other = ["说的话是“Where have you been?”（在 0.4 至 1.4 秒）。"]
    assert compared("ANG", LEXICAL, other, "zh").unsupported == [0]


def test_chinese() -> None:
    said = ["眉毛从 1.2 秒起压低并靠拢。", "面部在 0.5 秒之前显得中性。", "面带微笑。"]
    found = compared("DIS", VISUAL, said, "zh")
    assert {
        ("随后双眉向下紧锁", 0),
        ("眉间出现深深的竖纹", 0),
        ("男子的脸在最初半秒内很平静", 1),
    } <= texts(found)
    assert found.unsupported == [2]
    found = compared("FEA", VISUAL, ["面部难以判断，与其说是愤怒，不如说是恐惧。"], "zh")
    assert texts(found) == {("真值的情绪：恐惧、担忧、惊慌。", 0)}


def test_the_default_backend_on_a_real_clip(happy: Path) -> None:
    *_, answers = side_by_side.explain(Clip.open(happy), ["cascade"], Request())
    explanation = answers["cascade"].explanation
    assert isinstance(explanation, Explanation)
    truth = truth_of("HAP")
    found = compare(statements(truth.rationale, "en"), explanation.clues, "en")
    matched = {found.truths[match.truth].text for match in found.matches}
    assert "The man is smiling from the first frame" in matched
    assert "He says “Don't forget a jacket.”" in matched
    assert "The voice is lively" not in matched


# -- the language of other people


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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_opposite_values_are_never_the_same(language: Language) -> None:
    words = lexicon(language)
    readings = [
        Reading(entry.key, value)
        for entry in words.aspect
        for value in {
            *entry.values,
            *entry.alone,
            *(side for pair in entry.opposite for side in pair),
        }
    ]
    assert all(
        value in {*entry.values, *entry.alone}
        for entry in words.aspect
        for pair in entry.opposite
        for value in pair
    )
    for one in readings:
        for other in readings:
            assert not (one.same(other) and words.opposite(one, other))
            assert words.opposite(one, other) == words.opposite(other, one)


def test_figures_that_are_near_say_the_same() -> None:
    range_ = Reading("pitch", NUMBER, 200, 225)
    assert range_.same(Reading("pitch", NUMBER, 206, 206))
    assert not range_.same(Reading("pitch", NUMBER, 170, 170))


def test_both_languages_know_the_same_aspects() -> None:
    english, chinese = lexicon("en"), lexicon("zh")
    assert [entry.key for entry in english.aspect] == [entry.key for entry in chinese.aspect]
    assert list(english.emotions.words) == list(chinese.emotions.words)


def test_letters_for_private_use_in_a_rationale_are_left_out() -> None:
    rationale = Rationale(lexical="In the text, he says \ue001“no, never”\uf8ff and \ue000goes.")
    (statement,) = statements(rationale, "en")
    assert statement.text == "He says “no, never” and goes"


def test_more_quotations_than_there_are_letters_to_hide_them() -> None:
    assert len(statements(Rationale(lexical="He says “no”. " * 6_500), "en")) == 6_500


def test_a_rationale_in_one_piece() -> None:
    assert in_one_piece(Rationale(visual="a", conclusion="d")) == "a d"
    assert in_one_piece(Rationale()) == ""
