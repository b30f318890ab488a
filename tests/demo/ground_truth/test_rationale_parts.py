"""A rationale is split by its own markers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Language, Rationale
from demo.ground_truth import gallery
from demo.ground_truth.rationale_parts import is_marked, is_unsplit, split

V, A, T = "In the video, a man frowns.", "In the audio, he is loud.", "In the text, he says “no”."
C = "Therefore, he is angry."


def parts(text: str, language: Language = "en") -> tuple[str | None, ...]:
    found = split(text, language)
    return found.visual, found.acoustic, found.lexical, found.conclusion


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", gallery.clips(), ids=lambda path: path.stem)
def test_the_gallery_comes_apart_as_it_was_written(path, language: Language) -> None:
    truth = gallery.of(path.stem, language)
    assert truth is not None
    whole = (" " if language == "en" else "").join(truth.rationale.model_dump().values())
    assert split(whole, language) == truth.rationale


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{V} {A} {T} {C}", (V, A, T, C)),
        (f"{A} {T} {V} {C}", (V, A, T, C)),
        (f"{V} {T}", (V, None, T, None)),
        (f"{A} {C}", (None, A, None, C)),
        (f"{C} {V}", (V, None, None, C)),
        ("IN THE VIDEO a; in the audio b; In The Text c; OVERALL d",
         ("IN THE VIDEO a", "in the audio b", "In The Text c", "OVERALL d")),
        ("In the video a In the audio b In the text c Therefore d",
         ("In the video a", "In the audio b", "In the text c", "Therefore d")),
        ("In the video, he waits, in the audio, he sighs.",
         ("In the video, he waits,", "in the audio, he sighs.", None, None)),
        ("In the video, he waits. While in the audio, he sighs.",
         ("In the video, he waits.", "While in the audio, he sighs.", None, None)),
        (f"A short scene. {V} {A}", (f"A short scene. {V}", A, None, None)),
        (f"{V} {A} In the video, he nods.", (f"{V} In the video, he nods.", A, None, None)),
        (f"{V} Overall, in the audio he is loud.",
         ("In the video, a man frowns. Overall,", "in the audio he is loud.", None, None)),
        (f"{V} {A} {T} In conclusion, sad: In the video he weeps.",
         (V, A, T, "In conclusion, sad: In the video he weeps.")),
        (f"{V}\n\n{A}\n- In the text, “no”.\nTaken together, he is angry.",
         (V, A, "In the text, “no”.", "Taken together, he is angry.")),
    ],
)  # fmt: skip
def test_english(text: str, expected: tuple[str | None, ...]) -> None:
    got = parts(text)
    assert tuple(part and part.removesuffix("\n-") for part in got) == expected


def test_markers_inside_quotations_and_sentences_are_none() -> None:
    text = 'In the text, he says "In the video I frown. Therefore." The man in the video nods.'
    assert parts(text) == (None, None, text, None)
    assert parts("He is thus sad in the text that we read.")[3] is not None
    assert is_unsplit(split("He is thus sad in the text that we read."))


@pytest.mark.parametrize("sign", ["；", "。", "，"])
@pytest.mark.parametrize("last", ["因此", "综上", "所以"])
def test_chinese(sign: str, last: str) -> None:
    said = "在文本中，他说：“因此在视频中。”"
    text = f"在视频中，他皱眉{sign}在音频中，他很大声{sign}{said}{last}他生气。"
    visual, acoustic, lexical, conclusion = parts(text, "zh")
    kept = "" if sign == "；" else sign
    assert visual == f"在视频中，他皱眉{kept}"
    assert acoustic == f"在音频中，他很大声{kept}"
    assert lexical == said
    assert conclusion == f"{last}他生气。"


def test_the_other_languages_markers_are_found_too() -> None:
    assert parts(f"{V} {A}", "zh")[:2] == (V, A)
    assert parts("在视频中，他皱眉；在音频中，他很大声。", "en")[1] == "在音频中，他很大声。"


@pytest.mark.parametrize("text", ["He looks sad.", "Overall, he is sad.", "他很难过，所以哭了。"])
def test_a_text_without_markers_stays_whole(text: str) -> None:
    assert split(text) == Rationale(conclusion=text)
    assert is_unsplit(split(text))
    assert not is_marked(text)


def test_nothing_is_no_rationale() -> None:
    assert split(" \n") == Rationale()
    assert not is_unsplit(Rationale())
    assert not is_unsplit(split(f"{V} {C}"))


PIECES = st.sampled_from(
    [V, A, T, C, "Hm.", "in the text", "“", '"', "；", "在视频中，他笑。", "\n", "so"]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("视频中他皱眉。音频中声音颤抖。字幕中他说“夹克。”因此他害怕。",
         ("视频中他皱眉。", "音频中声音颤抖。", "字幕中他说“夹克。”", "因此他害怕。")),
        ("画面中他皱眉。声音低沉。文字中提到夹克。因此他害怕。",
         ("画面中他皱眉。", "声音低沉。", "文字中提到夹克。", "因此他害怕。")),
        ("Visual: He frowns.\nAudio: It shakes.\nConclusion: He is afraid.",
         ("He frowns.", "It shakes.", None, "He is afraid.")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_other_wordings_of_the_field(
    text: str, expected: tuple[str | None, ...], language: Language
) -> None:
    found = split(text, language)
    assert (found.visual, found.acoustic, found.lexical, found.conclusion) == expected


@given(st.lists(PIECES, max_size=12), st.sampled_from(["en", "zh"]))
def test_nothing_is_lost_or_added(pieces: list[str], language: Language) -> None:
    text = " ".join(pieces)
    found = split(text, language).model_dump()

    def letters(one: str) -> list[str]:
        return sorted(re.sub(r"[\s；;]", "", one))

    assert letters("".join(part or "" for part in found.values())) == letters(text)


@given(st.permutations([V, A, T]))
def test_order_does_not_matter(pieces: list[str]) -> None:
    assert parts(" ".join([*pieces, C])) == (V, A, T, C)
