"""A rationale as the claims that it makes."""

import pytest

from backends.base import Modality, Rationale
from demo.fact_check.claims import stated

EN = Rationale(
    visual="In the video, a young man in a blue shirt frowns and looks at the door.",
    acoustic="In the audio, his voice trembles, and at 1.2 s he speaks louder than before.",
    lexical="In the text, he says “Don't forget a jacket.”",
    conclusion="Therefore, he is angry, and his raised brows show fear.",
)
ZH = Rationale(
    visual="在视频中，一名年轻男子穿着蓝色衬衫，皱着眉头。",
    acoustic="在音频中，他的声音发抖，语速很快。",
    lexical="在文本中，他说“别忘了带外套”。",
    conclusion="因此，他很愤怒，扬起的眉毛表现出恐惧。",
)


def told(rationale: Rationale, language: str) -> set[tuple[str, str]]:
    return {
        (one.reading.aspect, one.reading.value) if one.reading else (one.reason, "")
        for one in stated(rationale, language)
    }


def test_claims_are_read_and_what_nothing_measures_is_named() -> None:
    found = told(EN, "en")
    assert {("frown", "frown"), ("timbre", "trembling"), ("quote", "quote")} <= found
    assert {"clothes", "person"} <= {one for one, _ in found}
    chinese = told(ZH, "zh")
    assert {("frown", "frown"), ("timbre", "trembling"), ("pace", "fast")} <= chinese
    assert {"clothes", "person"} <= {one for one, _ in chinese}


@pytest.mark.parametrize(("rationale", "language"), [(EN, "en"), (ZH, "zh")])
def test_every_claim_stands_in_its_part_word_for_word(rationale: Rationale, language: str) -> None:
    for one in stated(rationale, language):
        text = getattr(rationale, one.part)
        start, end = one.place
        assert text[start:end] == one.text


@pytest.mark.parametrize(("rationale", "language"), [(EN, "en"), (ZH, "zh")])
def test_the_conclusion_and_emotions_are_no_claims(rationale: Rationale, language: str) -> None:
    assert all(one.part != "conclusion" for one in stated(rationale, language))
    calm = Rationale(visual="In the video, the face looks neutral.", acoustic="He sounds angry.")
    assert stated(calm, "en") == []


def test_a_text_without_parts_is_read_sentence_by_sentence() -> None:
    prose = Rationale(conclusion="The man smiles broadly. His voice is loud. So he is happy.")
    found = stated(prose, "en")
    assert [(one.modality, one.part) for one in found] == [
        (Modality.VISUAL, "conclusion"),
        (Modality.ACOUSTIC, "conclusion"),
    ]
    assert [one.text for one in found] == ["The man smiles broadly", "His voice is loud"]


def test_a_voice_that_is_told_of_in_the_picture_is_a_claim_of_sound() -> None:
    found = stated(Rationale(visual="In the video, he smiles. His voice is very loud."), "en")
    assert {one.modality for one in found} == {Modality.VISUAL, Modality.ACOUSTIC}


def test_comparisons_and_persons_are_read() -> None:
    said = Rationale(
        acoustic="The pitch is higher than in his other takes.", visual="B: he smiles."
    )
    by_part = {one.part: one for one in stated(said, "en")}
    assert by_part["acoustic"].compared == "elsewhere"
    assert by_part["visual"].person == "B"


def test_what_is_read_twice_in_the_same_words_is_one_claim() -> None:
    jaw = Rationale(visual="The jaw drops and the mouth opens wide.")
    assert told(jaw, "en") == {("mouth", "open")}
