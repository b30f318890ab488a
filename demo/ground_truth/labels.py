"""Which basic emotion a label means, however a data set or a person writes it."""

from __future__ import annotations

SYNONYMS = {
    "neutral": "neutral calm neutrality calmness neu 中性 中立 平静",
    "happy": "happy joy happiness joyful hap 高兴 开心 快乐 喜悦",
    "sad": "sad sadness unhappy 悲伤 难过 伤心",
    "angry": "angry anger ang mad 愤怒 生气",
    "fearful": "fearful fear afraid scared fea 恐惧 害怕",
    "disgusted": "disgusted disgust dis 厌恶",
    "surprised": "surprised surprise sur 惊讶 惊喜 吃惊",
}
"""Basic emotion → how RAVDESS, CREMA-D, MELD, the MER sets and people write it."""

_NORMAL = {form: emotion for emotion, forms in SYNONYMS.items() for form in forms.split()}


def normalise(word: str) -> str:
    """The basic emotion that a label means ("Anger" → "angry"); other words in small letters."""
    word = word.strip().casefold()
    return _NORMAL.get(word, word)
