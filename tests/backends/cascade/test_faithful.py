"""Which sentences of a language model the clues bear out, and which they don't."""

from __future__ import annotations

import re

import pytest

import backends
from backends.backend import Request
from backends.base import Clue, Explanation, Language, Measure, Modality, Partial
from backends.cascade.rewrite import merge
from backends.cascade.rewrite.faithful import Evidence
from backends.clip import Clip
from backends.reading import parts, sentences
from backends.reading.aspects import Lexicon, Reading
from demo.ground_truth import gallery
from tests.helpers.places import GALLERY
from tests.helpers.writers import Writes

pytestmark = pytest.mark.models

SPOKEN = "Don't forget a jacket"
VISUAL, ACOUSTIC, LEXICAL = Modality


def clue(
    modality: Modality, text: str, start: float, end: float, value: float = 1.0, unit: str = "",
    **supports: float,
) -> Clue:  # fmt: skip
    measure = Measure(name="a number", value=value, unit=unit)
    return Clue(
        modality=modality, text=text, start=start, end=end, measure=measure, supports=supports
    )


ENGLISH = [
    clue(VISUAL, "The face looks clearly happy throughout.", 0, 2.2, 80.0, "%", happy=0.8),
    clue(VISUAL, "The corners of the mouth rise into a smile from 1.0 to 2.0 s.", 1, 2),
    clue(VISUAL, "The eyes blink at 0.2 s.", 0.2, 0.3),
    clue(ACOUSTIC, "The voice grows louder from 1.0 to 1.5 s.", 1, 1.5, 6.0, "dB"),
    clue(ACOUSTIC, "The voice pauses for 0.4 s from 0.5 to 0.9 s.", 0.5, 0.9, 0.4, "s"),
    clue(ACOUSTIC, "The pitch is high, around 290 Hz.", 0.1, 2.0, 290.4, "Hz"),
    clue(LEXICAL, f"“{SPOKEN}” is said from 0.4 to 1.4 s.", 0.4, 1.4, 4.0),
    clue(LEXICAL, "The words name no emotion by themselves.", 0.4, 1.4, 90.0, "%"),
]
CHINESE = [
    clue(VISUAL, "面部始终明显显得快乐。", 0, 2.2, 80.0, "%", 快乐=0.8),
    clue(VISUAL, "眉毛在 0.3 至 0.6 秒扬起。", 0.3, 0.6),
    clue(ACOUSTIC, "音高偏高，约 290 赫兹。", 0.1, 2.0, 290.4, "赫兹"),
    clue(LEXICAL, f"说的话是“{SPOKEN}”（在 0.4 至 1.4 秒）。", 0.4, 1.4, 4.0),
    clue(LEXICAL, "文字本身没有表明情绪。", 0.4, 1.4, 90.0, "%"),
]
EVIDENCE: dict[Language, Evidence] = {
    "en": Evidence(
        ENGLISH, SPOKEN, {"happy": 0.62, "surprised": 0.29}, "en",
        "Therefore, this person seems happy: the face gets a weight of 71%, and shows it until "
        "0.7 s.",
    ),
    "zh": Evidence(CHINESE, SPOKEN, {"快乐": 0.62}, "zh", "因此，声音和面部不一致。"),
}  # fmt: skip


def borne_out(sentence: str, modality: Modality | None) -> bool:
    language: Language = "zh" if re.search("[一-鿿]", sentence) else "en"
    return EVIDENCE[language].bears_out(sentence, modality)


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("The face never smiles.", VISUAL),
        ("The face does not look happy.", VISUAL),
        ("The face doesn’t look happy.", VISUAL),
        ("The corners of the mouth do not rise into a smile from 1.0 to 2.0 s.", VISUAL),
        ("The eyes blink, but the face fails to look happy.", VISUAL),
        ("The voice does not grow louder.", ACOUSTIC),
        ("The person is not happy.", None),
        ("The words name an emotion by themselves.", LEXICAL),
        ("面部没有显得快乐。", VISUAL),
        ("面部并不显得快乐。", VISUAL),
        ("此人不快乐。", None),
    ],
)
def test_a_denial_of_what_a_clue_states(sentence: str, modality: Modality | None) -> None:
    assert not borne_out(sentence, modality)


@pytest.mark.parametrize("modality", [*Modality, None])
@pytest.mark.parametrize(
    "sentence",
    [
        "He is a murderer “…”.",
        "He is a murderer \"\".",
        "He is a murderer “jacket”.",
        f"He is a murderer “{SPOKEN}”.",
        "He says “ack”.",
        "He says “get a jack”.",
        "He says “forget jacket”.",
        "He says “jacket” since he lost his job.",
        "He says 『ack』.",
        "他说“ack”。",
        "他是凶手“……”。",
        "他说“jacket”，因为他失业了。",
    ],
)  # fmt: skip
def test_a_quotation_lets_no_invention_through(sentence: str, modality: Modality | None) -> None:
    assert not borne_out(sentence, modality)


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("The voice grows louder at 2.0 s.", ACOUSTIC),
        ("The voice grows louder until 1.0 s.", ACOUSTIC),
        ("The voice grows louder from 1.5 s on.", ACOUSTIC),
        ("The voice pauses for 0.9 s.", ACOUSTIC),
        ("The corners of the mouth rise into a smile from 2.0 to 0.0 s.", VISUAL),
        ("The corners of the mouth rise into a smile from 2.0 to 1.0 s.", VISUAL),
        ("The eyes blink from 1.0 to 2.0 s.", VISUAL),
        ("The eyes blink at 1.0 s.", VISUAL),
        ("The face looks happy with 10% certainty.", VISUAL),
        ("The face looks happy with 290% certainty.", VISUAL),
        ("The face looks happy with 62% certainty.", VISUAL),
        ("The person is happy (29%).", None),
        ("The pitch is high, around 290 dB.", ACOUSTIC),
        ("The pitch is high, around 80 Hz.", ACOUSTIC),
        ("眉毛在 0.6 至 0.3 秒扬起。", VISUAL),
        ("眉毛在 1.5 秒处扬起。", VISUAL),
        ("眉毛从 0.6 秒起扬起。", VISUAL),
        ("音高偏高，约 290 分贝。", ACOUSTIC),
    ],
)
def test_a_figure_of_another_kind_or_place(sentence: str, modality: Modality | None) -> None:
    assert not borne_out(sentence, modality)


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("The face looks happy, and he wears a red hat.", VISUAL),
        ("The face looks happy because he won a prize.", VISUAL),
        ("This person seems happy since he won a prize.", None),
        ("This person lives in London.", None),
        ("此人住在伦敦。", None),
        ("In the video,", VISUAL),
    ],
)
def test_each_clause_must_be_borne_out(sentence: str, modality: Modality | None) -> None:
    assert not borne_out(sentence, modality)


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("In the video, the face is happy, and the eyes blink at 0.3 s.", VISUAL),
        ("The face looks happy (80%), with a smile from 1.1 to 1.9 s.", VISUAL),
        ("A smile appears from 1.0 s on.", VISUAL),
        ("A smile is seen at 1.5 s.", VISUAL),
        ("The voice pauses for 0.4 s until 0.9 s.", ACOUSTIC),
        ("The pitch is high at 290 Hz, while the voice grows louder by 6 dB.", ACOUSTIC),
        (f"In the text, he says “{SPOKEN}.”", LEXICAL),
        ("“A jacket” is said at 1.2 s.", LEXICAL),
        (f'In the text, "{SPOKEN}" names no emotion by itself.', LEXICAL),
        ("The words do not name any emotion.", LEXICAL),
        ("Therefore, the smile and the happy face show that this person is happy.", None),
        ("The person is happy (62%), with signs of surprise.", None),
        ("The face gets a weight of 71%.", None),
        ("The face looks happy until 0.7 s.", None),
        ("在视频中，面部显得快乐，眉毛在 0.3 至 0.6 秒扬起。", VISUAL),
        ("在音频中，音高偏高，约 290 赫兹。", ACOUSTIC),
        (f"在文本中，“{SPOKEN}”本身没有表明情绪。", LEXICAL),
        (f"他说“{SPOKEN}”。", LEXICAL),
        ("因此，此人显得快乐，但声音和面部不一致。", None),
    ],
)
def test_what_is_worded_otherwise_is_still_borne_out(
    sentence: str, modality: Modality | None
) -> None:
    assert borne_out(sentence, modality)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_worked_examples_of_the_prompt_are_borne_out(language: Language) -> None:
    prompts = merge._PROMPTS.table(language)
    for example in prompts["example"]:
        clues, modality = [], VISUAL
        for line in example["clues"].splitlines():
            modality = next((m for m in Modality if line.startswith(prompts["part"][m])), modality)
            if line.startswith("- "):
                start, end = sentences.moment(line, 0, 4)
                text = re.sub("<<<|>>>", "", line[2:])
                clues.append(clue(modality, text, start, end))
        shares = {w: int(n) / 100 for w, n in re.findall(r"(\w+) ?(\d+)%", example["clues"])}
        spoken = re.findall("<<<(.+?)>>>", example["clues"])[0]
        evidence = Evidence(clues, spoken, shares, language)
        for name, text in parts.read(example["answer"]).texts.items():
            modality_of = Modality(name) if name in list(Modality) else None
            for sentence in sentences.split(text):
                assert evidence.bears_out(sentence, modality_of), sentence


@pytest.mark.usefixtures("sensed_once")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [path.stem for path in gallery.clips()])
def test_what_the_rules_write_is_borne_out(
    monkeypatch: pytest.MonkeyPatch, name: str, language: Language
) -> None:
    writer = Writes("")
    monkeypatch.setattr("backends.cascade.rewrite.merge.configured", lambda: {"endpoint": writer})
    request = Request(language, options={"merge": "endpoint"})
    for event in backends.get("cascade").explain(Clip.open(GALLERY / f"{name}.mp4"), request):
        if isinstance(event, Partial) and not writer.turns:  # what the rules have written
            told = event.explanation.rationale.model_dump().values()
            writer.text = "\n".join(text for text in told if text)
    assert isinstance(event, Explanation)
    assert event.unsupported == []
    assert event.versions["merge"] == writer.title


def test_a_long_text_costs_what_its_length_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the clauses and twice the clues are twice the work: no clue is read for each clause."""
    work = []

    def counting(one: Lexicon, text: str, modality: Modality) -> frozenset[Reading]:
        work.append(text)
        return read(one, text, modality)

    read = Lexicon.read
    monkeypatch.setattr(Lexicon, "read", counting)
    spent = []
    for times in (1, 2, 4):
        work.clear()
        evidence = Evidence(ENGLISH * times, SPOKEN, {}, "en")
        for _ in range(times):
            assert evidence.bears_out("The face looks happy throughout.", VISUAL)
        spent.append(len(work))
    assert spent[2] <= 2 * spent[1] <= 4 * spent[0], spent
