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
        ("The forehead is lined with furrows across the forehead.", VISUAL, "brows.raised"),
        ("Her brows are tented.", VISUAL, "inner_brows.raised"),
        ("Her eyes snap open.", VISUAL, "eyes.wide"),
        ("He listens.", VISUAL, "speaking.listens"),
        ("She is shown in profile.", VISUAL, "head.turned"),
        ("He faces forwards, his head upright.", VISUAL, "head.front"),
        ("She can't help smiling.", VISUAL, "smile.smile"),
        ("Not even the ghost of a smile crosses his face.", VISUAL, "smile.not smile"),
        ("No teeth are seen.", VISUAL, "teeth.not shown"),
        ("He looks weary.", VISUAL, f"{EMOTION}.tired"),
        ("The tempo is unremarkable.", ACOUSTIC, "pace.ordinary"),
        ("The pitch shows hardly any movement.", ACOUSTIC, "melody.flat"),
        ("The volume is erratic.", ACOUSTIC, "loudness_moves.varied"),
        ("Her voice soars.", ACOUSTIC, "pitch_moves.rises"),
        ("Every word gets the same weight.", ACOUSTIC, "articulation.not stressed"),
        ("His voice is airy.", ACOUSTIC, "timbre.toneless"),
        ("A violin plays in the background.", ACOUSTIC, "music.music"),
        ("She hums the tune.", ACOUSTIC, "singing.sings"),
        ("There are no words.", LEXICAL, "silence.silent"),
        ("He says it only once.", LEXICAL, "form.not repetition"),
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
        ("她静静聆听。", VISUAL, "speaking.listens"),
        ("头部端端正正。", VISUAL, "head.front"),
        ("眉头内侧向上提。", VISUAL, "inner_brows.raised"),
        ("眉毛从头到尾没有任何变化。", VISUAL, "brows.level"),
        ("他不敢直视对方。", VISUAL, "gaze.aside"),
        ("牙齿没有露出。", VISUAL, "teeth.not shown"),
        ("他倦容满面。", VISUAL, f"{EMOTION}.tired"),
        ("音量时强时弱。", ACOUSTIC, "loudness_moves.varied"),
        ("嗓门响了起来。", ACOUSTIC, "loudness_moves.louder"),
        ("声音猛地高了八度。", ACOUSTIC, "pitch_moves.rises"),
        ("背景里有音乐。", ACOUSTIC, "music.music"),
        ("这句话是一个问题。", LEXICAL, "form.question"),
        ("没有一句台词。", LEXICAL, "silence.silent"),
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


@pytest.mark.parametrize(
    ("text", "modality", "language", "wanted", "unwanted"),
    [
        # a comma or an "and" lies between a value and the next thing spoken of
        ("The brows are very much raised and the lips shut", VISUAL, "en", "brows.raised", "lip"),
        ("眉毛微微上扬，嘴闭着", VISUAL, "zh", "brows.raised", "mouth.open"),
        # whose the thing is is not what is spoken of
        ("The volume of the voice is high", ACOUSTIC, "en", "loudness.loud", "pitch.high"),
        ("The pace of the words is high", ACOUSTIC, "en", "pace.fast", "pitch.high"),
        # a hint leaves words plain
        ("The words are plain, with a hint of annoyance", LEXICAL, "en", "plain.plain", ""),
        ("文字大体平淡，略带恼怒", LEXICAL, "zh", "plain.plain", ""),
        ("It is a caring, everyday reminder", LEXICAL, "en", f"{EMOTION}.loving", "plain.plain"),
        # of the clip, and no emotion
        ("He is wearing a coat", VISUAL, "en", "", f"{EMOTION}.tired"),
        ("No words are heard", LEXICAL, "en", "silence.silent", f"{EMOTION}.confused"),
    ],
)
def test_what_a_value_belongs_to(
    text: str, modality: Modality, language: Language, wanted: str, unwanted: str
) -> None:
    found = said(text, modality, language)
    assert not wanted or wanted in found
    assert not unwanted or unwanted not in found
