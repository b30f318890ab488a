"""Families of wordings that the lexicon of aspects knows, by members that no set of pairs holds."""

from __future__ import annotations

import pytest

from backends.base import Language, Modality
from backends.reading.aspects import lexicon
from backends.reading.readings import EMOTION, Reading

VISUAL, ACOUSTIC, LEXICAL = Modality


def said(text: str, modality: Modality, language: Language) -> set[str]:
    return {f"{one.aspect}.{one.value}" for one in lexicon(language).read(text, modality)}


@pytest.mark.parametrize(
    ("text", "modality", "reading"),
    [
        ("She is all smiles.", VISUAL, f"{EMOTION}.happy"),
        ("He grins from ear to ear.", VISUAL, "smile.smile"),
        ("The smile vanishes from her face.", VISUAL, "smile_end.goes"),
        ("His brows never budge.", VISUAL, "brows.level"),
        ("His jaw went slack.", VISUAL, "mouth.open"),
        ("He hikes up his upper lip.", VISUAL, "lip.raised"),
        ("She bares her gums in a gummy smile.", VISUAL, "teeth.shown"),
        ("She smiles without a flash of teeth.", VISUAL, "teeth.not shown"),
        ("He can't look at her.", VISUAL, "gaze.aside"),
        ("Not a muscle in her face moves.", VISUAL, "rest.still"),
        ("His head turns sharply to the left.", VISUAL, "head_side.left"),
        ("He talks like a machine gun.", ACOUSTIC, "pace.fast"),
        ("The sentence proceeds at a snail's pace.", ACOUSTIC, "pace.slow"),
        ("His voice peters out.", ACOUSTIC, "loudness_moves.quieter"),
        ("The pitch stays up.", ACOUSTIC, "pitch_moves.not falls"),
        ("The last syllable curls up.", ACOUSTIC, "ending.rises"),
        ("He drives the word home.", ACOUSTIC, "articulation.stressed"),
        ("She speaks in fits and starts.", ACOUSTIC, "pauses.pauses"),
        ("There is venom in his voice.", ACOUSTIC, f"{EMOTION}.angry"),
        ("He enquires where she was.", LEXICAL, "form.question"),
        ("It tells her not to forget it; a nudge.", LEXICAL, "reminding.reminder"),
        ("She says not a word.", LEXICAL, "silence.silent"),
        ("The line does not reveal her mood.", LEXICAL, "plain.plain"),
        ("The wording is emotionally flat.", LEXICAL, "plain.plain"),
        ("He tells her off.", LEXICAL, "act.reproach"),
    ],
)
def test_english_families(text: str, modality: Modality, reading: str) -> None:
    assert reading in said(text, modality, "en")


@pytest.mark.parametrize(
    ("text", "modality", "reading"),
    [
        ("她春风满面。", VISUAL, f"{EMOTION}.happy"),
        ("他神色黯然。", VISUAL, f"{EMOTION}.sad"),
        ("她的额头十分光滑。", VISUAL, "brows.not raised"),
        ("他掀起上嘴唇。", VISUAL, "lip.raised"),
        ("她的目光滑向一边。", VISUAL, "gaze.aside"),
        ("头转向右边。", VISUAL, "head_side.right"),
        ("她说得很快。", ACOUSTIC, "pace.fast"),
        ("他讲得太慢。", ACOUSTIC, "pace.slow"),
        ("声音渐渐低下去。", ACOUSTIC, "loudness_moves.quieter"),
        ("语气不咸不淡。", ACOUSTIC, "plain_voice.calm"),
        ("他像在念经。", ACOUSTIC, "melody.flat"),
        ("她的话里满是怨气。", ACOUSTIC, f"{EMOTION}.angry"),
        ("他叮咛对方早点回来。", LEXICAL, "reminding.reminder"),
        ("他说不必带伞。", LEXICAL, "reminding.let off"),
        ("她默不作声。", LEXICAL, "silence.silent"),
    ],
)
def test_chinese_families(text: str, modality: Modality, reading: str) -> None:
    assert reading in said(text, modality, "zh")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("He asks her to stay.", "form.question"),  # he requests something
        ("The content of the sentence is everyday.", f"{EMOTION}.content"),  # the noun
        ("He does not thank her.", "act.thanks"),
        ("“Don't forget a jacket” is said.", "reminding.reminder"),  # the words decide, not the act
    ],
)
def test_what_only_looks_like_a_member_is_none(text: str, reading: str) -> None:
    assert reading not in said(text, LEXICAL, "en")


def test_a_figure_is_low_by_itself_but_not_where_words_call_it_high() -> None:
    words = lexicon("en")
    low = Reading("pitch", "low")
    assert low in words.in_words(words.read("The pitch lies around 100 Hz.", ACOUSTIC))
    high = words.read("The pitch is high for him, around 100 Hz.", ACOUSTIC)
    assert not words.in_words(high)
