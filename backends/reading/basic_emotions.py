"""The seven basic emotions that face and voice tell apart, and how finer words relate to them."""

from __future__ import annotations

BASIC = ("neutral", "happy", "sad", "angry", "fearful", "disgusted", "surprised")
"""The order of every 7-number array in this package."""

GOEMOTIONS_TO_BASIC = {
    "admiration": "happy", "amusement": "happy", "approval": "happy", "caring": "happy",
    "desire": "happy", "excitement": "happy", "gratitude": "happy", "joy": "happy",
    "love": "happy", "optimism": "happy", "pride": "happy", "relief": "happy",
    "disappointment": "sad", "embarrassment": "sad", "grief": "sad", "remorse": "sad",
    "sadness": "sad",
    "anger": "angry", "annoyance": "angry", "disapproval": "angry",
    "fear": "fearful", "nervousness": "fearful",
    "disgust": "disgusted",
    "confusion": "surprised", "curiosity": "surprised", "realization": "surprised",
    "surprise": "surprised",
    "neutral": "neutral",
}  # fmt: skip
"""GoEmotions label → basic emotion: the Ekman grouping of Demszky et al. 2020, table 4."""
