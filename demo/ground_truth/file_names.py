"""What the file names of CREMA-D and RAVDESS say of a clip: the acted emotion and the sentence.

CREMA-D: Cao et al. 2014, doi 10.1109/TAFFC.2014.2336244. RAVDESS: Livingstone & Russo 2018,
doi 10.1371/journal.pone.0196391.
"""

from __future__ import annotations

import re

from backends.base import Language, Rationale
from demo.ground_truth import GroundTruth
from demo.ground_truth.labels import normalise
from demo.strings import STRINGS

CREMAD_SENTENCES = {
    "IEO": "It's eleven o'clock.",
    "TIE": "That is exactly what happened.",
    "IOM": "I'm on my way to the meeting.",
    "IWW": "I wonder what this is about.",
    "TAI": "The airplane is almost full.",
    "MTI": "Maybe tomorrow it will be cold.",
    "IWL": "I would like a new alarm clock.",
    "ITH": "I think I have a doctor's appointment.",
    "DFA": "Don't forget a jacket.",
    "ITS": "I think I've seen this before.",
    "TSI": "The surface is slick.",
    "WSI": "We'll stop in a couple of minutes.",
}
CREMAD_EMOTIONS = {
    "ANG": "angry", "DIS": "disgusted", "FEA": "fearful",
    "HAP": "happy", "NEU": "neutral", "SAD": "sad",
}  # fmt: skip
RAVDESS_SENTENCES = {"01": "Kids are talking by the door.", "02": "Dogs are sitting by the door."}
RAVDESS_EMOTIONS = {
    "01": "neutral", "02": "calm", "03": "happy", "04": "sad",
    "05": "angry", "06": "fearful", "07": "disgusted", "08": "surprised",
}  # fmt: skip

_CREMAD = re.compile(
    rf"(?P<actor>1\d{{3}})_(?P<sentence>{'|'.join(CREMAD_SENTENCES)})"
    rf"_(?P<emotion>{'|'.join(CREMAD_EMOTIONS)})_(?P<level>LO|MD|HI|XX?)"
)
_RAVDESS = re.compile(
    r"(?P<given>0[123])-(?P<channel>0[12])-(?P<emotion>0[1-8])-(?P<level>0[12])"
    r"-(?P<sentence>0[12])-0[12]-(?P<actor>0[1-9]|1\d|2[0-4])"
)

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "method": "Read from the file name: the emotion that actor {actor} was asked for{details}. "
        "It is what was meant, not what people perceive. No one wrote a rationale.",
        "comma": ", ",
        "LO": "at a low level", "MD": "at a medium level", "HI": "at a high level",
        "01": "at normal intensity", "02": "strongly",
        "sung": "sung", "given01": "with picture and sound",
        "given02": "picture only, without sound", "given03": "sound only",
        "calm": "calm",
    },
    "zh": {
        "method": "取自文件名：要求演员{actor}表演的情绪{details}。"
        "这是表演的意图，不一定是人们感受到的情绪。没有人撰写理由。",
        "comma": "，",
        "LO": "强度低", "MD": "强度中等", "HI": "强度高",
        "01": "强度正常", "02": "强度强",
        "sung": "演唱", "given01": "有画面和声音",
        "given02": "只有画面，没有声音", "given03": "只有声音",
        "calm": "平静",
    },
}  # fmt: skip


def cremad(name: str, language: Language = "en") -> GroundTruth | None:
    """The ground truth in a CREMA-D name like `1001_DFA_ANG_XX`; None for any other name."""
    found = _CREMAD.fullmatch(name)
    if found is None:
        return None
    return _truth(
        name,
        language,
        intended=CREMAD_EMOTIONS[found["emotion"]],
        sentence=CREMAD_SENTENCES[found["sentence"]],
        author="CREMA-D (Cao et al. 2014)",
        actor=found["actor"],
        details=[found["level"]],
    )


def ravdess(name: str, language: Language = "en") -> GroundTruth | None:
    """The ground truth in a RAVDESS name like `03-01-05-02-01-01-12`; None for any other name.

    "Calm", which few sets know, has the label neutral and stays calm among the emotions.
    """
    found = _RAVDESS.fullmatch(name)
    if found is None:
        return None
    return _truth(
        name,
        language,
        intended=RAVDESS_EMOTIONS[found["emotion"]],
        sentence=RAVDESS_SENTENCES[found["sentence"]],
        author="RAVDESS (Livingstone & Russo 2018)",
        actor=found["actor"],
        details=[
            found["level"],
            "sung" if found["channel"] == "02" else "",
            f"given{found['given']}",
        ],
    )


def read(name: str, language: Language = "en") -> GroundTruth | None:
    """The ground truth in a clip's name, if it is one of these two sets'."""
    return cremad(name, language) or ravdess(name, language)


def _truth(
    name: str,
    language: Language,
    *,
    intended: str,
    sentence: str,
    author: str,
    actor: str,
    details: list[str],
) -> GroundTruth:
    says = _SAYS[language]
    told = [says["comma"] + says[detail] for detail in details if detail in says]
    return GroundTruth(
        clip=name,
        emotions=[STRINGS[language].get(f"word_{intended}") or says[intended]],
        rationale=Rationale(),
        language=language,
        subtitle=sentence,
        author=author,
        method=says["method"].format(actor=actor, details="".join(told)),
        intended=intended,
        label=normalise(intended),
    )
