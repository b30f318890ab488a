"""What the file names of CREMA-D and RAVDESS say of a clip: the acted emotion and the sentence.

CREMA-D: Cao et al. 2014, doi 10.1109/TAFFC.2014.2336244. RAVDESS: Livingstone & Russo 2018,
doi 10.1371/journal.pone.0196391.
"""

from __future__ import annotations

import re

from backends.base import Language, Rationale
from backends.reading.labels import normalise
from backends.words import Words
from demo.ground_truth import GroundTruth
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

_SAY = Words(__file__)


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
    says = _SAY.table(language, "file_name")
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
