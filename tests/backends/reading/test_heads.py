"""A rationale is split by the words that announce its parts, in the field's many wordings."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.reading import parts

SAYS = "In the text, he says {}jacket{} Therefore, he is afraid."
CLOSED = [
    "“.”",
    '"."',
    "‘.’",
    "'.'",
    "「。」",
    "『。』",
    "(.)",
    "（。）",
    "“.”)",
    "“”.",
    '"".',
    "“”",
]


@pytest.mark.parametrize("marks", CLOSED)
def test_a_conclusion_behind_a_quotation_is_found(marks: str) -> None:
    opening, closing = marks[0], marks[1:]
    found = parts.read(SAYS.format(opening, closing)).texts
    assert found == {
        "lexical": f"In the text, he says {opening}jacket{closing}",
        "conclusion": "Therefore, he is afraid.",
    }


V, A, L, C = "visual", "acoustic", "lexical", "conclusion"
SPLIT: dict[str, dict[str, str]] = {
    "视频中，他皱眉。音频中，声音颤抖。字幕中他说“别忘了夹克。”因此，他感到害怕。": {
        V: "视频中，他皱眉。", A: "音频中，声音颤抖。", L: "字幕中他说“别忘了夹克。”",
        C: "因此，他感到害怕。",
    },
    "画面中他皱眉，声音低沉，文字中提到夹克，因此他感到害怕。": {
        V: "画面中他皱眉", A: "声音低沉", L: "文字中提到夹克", C: "因此他感到害怕。",
    },
    "画面里，人物后退。声音颤抖，音调升高。文本中说“别忘了”。所以，他很害怕。": {
        V: "画面里，人物后退。", A: "声音颤抖，音调升高。", L: "文本中说“别忘了”。",
        C: "所以，他很害怕。",
    },
    "在视频里，他眼睛睁大；语音急促；文本中提到夹克。综上，他显得惊恐。": {
        V: "在视频里，他眼睛睁大", A: "语音急促", L: "文本中提到夹克。", C: "综上，他显得惊恐。",
    },
    "从画面来看，他皱眉。从声音来看，语调颤抖。从文字来看，他在提醒。总的来说，他很担心。": {
        V: "从画面来看，他皱眉。", A: "从声音来看，语调颤抖。", L: "从文字来看，他在提醒。",
        C: "总的来说，他很担心。",
    },
    "画面显示男子皱眉。声音显示他很紧张。字幕显示“别忘了”。整体来看，他很焦虑。": {
        V: "画面显示男子皱眉。", A: "声音显示他很紧张。", L: "字幕显示“别忘了”。",
        C: "整体来看，他很焦虑。",
    },
    "一、视觉线索：皱眉。\n二、听觉线索：颤抖。\n三、文本线索：提醒。\n四、综合判断：害怕。": {
        V: "皱眉。", A: "颤抖。", L: "提醒。", C: "害怕。",
    },
    "【视频】皱眉。\n【音频】颤抖。\n【文本】提醒。\n【结论】害怕。": {
        V: "皱眉。", A: "颤抖。", L: "提醒。", C: "害怕。",
    },
    "根据视频，他皱眉。根据音频，他声音颤抖。根据文本，他在提醒。由此可见，他担心。": {
        V: "根据视频，他皱眉。", A: "根据音频，他声音颤抖。", L: "根据文本，他在提醒。",
        C: "由此可见，他担心。",
    },
    "### 1. Visual Analysis\nHe frowns.\n### 2. Acoustic Analysis\nShaky.\n"
    "### 3. Textual Analysis\nA jacket.\n### 4. Conclusion\nHe is worried.": {
        V: "He frowns.", A: "Shaky.", L: "A jacket.", C: "He is worried.",
    },
    "**Visually**, he frowns. **Acoustically**, it shakes. **Textually**, a jacket. "
    "**Overall**, he seems worried.": {
        V: "Visually, he frowns.", A: "Acoustically, it shakes.", L: "Textually, a jacket.",
        C: "Overall, he seems worried.",
    },
    "**Video:** He frowns. **Audio:** Shaky. **Text:** A jacket. **Therefore**, he is afraid.": {
        V: "He frowns.", A: "Shaky.", L: "A jacket.", C: "Therefore, he is afraid.",
    },
    "The video shows a frown. The audio reveals a trembling voice. The subtitle reads “A jacket”. "
    "Taken together, these suggest fear.": {
        V: "The video shows a frown.", A: "The audio reveals a trembling voice.",
        L: "The subtitle reads “A jacket”.", C: "Taken together, these suggest fear.",
    },
    "In the video he frowns, while in the audio it shakes, in the text a jacket, so he fears.": {
        V: "In the video he frowns", A: "in the audio it shakes", L: "in the text a jacket",
        C: "so he fears.",
    },
    "| Modality | Seen |\n|---|---|\n| Video | He frowns. |\n| Audio | Shaky. |\n"
    "| Transcript | A jacket. |\n| Conclusion | He is afraid. |": {
        V: "He frowns.", A: "Shaky.", L: "A jacket.", C: "He is afraid.",
    },
    "Step 1: Visual\nHe frowns.\nStep 2: Audio\nShaky.\nStep 3: Text\nJacket.\n"
    "Conclusion: afraid": {
        V: "He frowns.", A: "Shaky.", L: "Jacket.", C: "afraid",
    },
    "“In the video, he frowns.”\n“In the audio, it shakes.”\n“Therefore, he is afraid.”": {
        V: "In the video, he frowns.", A: "In the audio, it shakes.", C: "Therefore, he is afraid.",
    },
    '{"rationale": {"video": "He frowns.", "声音": "Shaky."}, "emotions": ["afraid"]}': {
        V: "He frowns.", A: "Shaky.",
    },
    # the conclusion is behind the modalities, where there is one
    "In the video, he frowns. Overall, his face is tense. In the audio, the voice shakes. "
    "In conclusion, he is scared.": {
        V: "In the video, he frowns. Overall, his face is tense.",
        A: "In the audio, the voice shakes.", C: "In conclusion, he is scared.",
    },
    "Overall, he is scared. In the video, he frowns. In the audio, the voice shakes.": {
        C: "Overall, he is scared.", V: "In the video, he frowns.",
        A: "In the audio, the voice shakes.",
    },
    # what is quoted, or said of two modalities at once, or of one by the way, announces none
    "In the text, he says “In the video, I cry. Therefore, go.” Overall, he is sad.": {
        L: "In the text, he says “In the video, I cry. Therefore, go.”", C: "Overall, he is sad.",
    },
    "From the visual and audio cues, he seems nervous.": {
        C: "From the visual and audio cues, he seems nervous.",
    },
    "从画面和声音来看，他很担心。": {C: "从画面和声音来看，他很担心。"},
    "The man looks sad. His voice trembles.": {C: "The man looks sad. His voice trembles."},
}  # fmt: skip


@pytest.mark.parametrize("text", SPLIT, ids=lambda text: text[:24])
def test_the_parts_in_the_wordings_of_the_field(text: str) -> None:
    assert parts.read(text).texts == SPLIT[text]


def test_a_split_can_be_shown_as_stretches_of_the_text() -> None:
    text = parts.plain("**Sure:** here.\nVideo: He frowns.\nIn the audio, it shakes. So he fears.")
    shown = [(part, text[start:end].strip()) for part, start, end in parts.split(text)]
    assert shown == [
        (None, "Sure: here."),
        (V, "He frowns."),
        (A, "In the audio, it shakes."),
        (C, "So he fears."),
    ]
    assert parts.split("Nothing here announces a part.") == []


PIECES = ["In the video", "Therefore, ", "，因此", "声音", "【视频】", "“", "”", '"', "| ", "- ",
          "**", "Visual: ", "\n", ". ", "no ", "not happy ", "没有害怕", "1. ", "{"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_text_is_split_without_loss_of_order(text: str) -> None:
    text = parts.plain(text)
    spans = parts.split(text)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert parts.read(text) is not None


@pytest.mark.parametrize("piece", [*PIECES, "他不", "no sad ", "happy, "])
def test_a_flood_is_split_at_once(piece: str) -> None:
    began = process_time()
    parts.read(piece * (20_000 // len(piece)))
    assert process_time() - began < 5
