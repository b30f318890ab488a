"""What a multimodal language model answered → an Explanation.

A model's sentences are its own claims: each becomes a clue whose measure is the sentence itself,
"said by the model". What it says about a modality that it was not given is told and is no clue.
"""

from __future__ import annotations

from backends.backend import Request
from backends.base import (
    Clue,
    EmotionScore,
    Explanation,
    Language,
    Measure,
    Modality,
    Rationale,
    Received,
)
from backends.caveats import absent
from backends.clip import Clip
from backends.reading import parts, sentences

SAID: dict[Language, str] = {"en": "said by the model", "zh": "模型所述"}
"""Name of the measure behind a clue that a model's sentence is."""

UNREAD: dict[Language, str] = {
    "en": "The answer could not be parsed, so it is shown as it came.",
    "zh": "无法解析模型的回答，因此原样显示。",
}
NO_LIST: dict[Language, str] = {
    "en": "The answer holds no list of emotion words that could be parsed.",
    "zh": "模型的回答中没有可解析的情绪词列表。",
}
NO_FIGURES: dict[Language, str] = {
    "en": "The model gives its emotion words an order but no figures: each counts the same.",
    "zh": "模型只给出情绪词的顺序，没有给出数值：各词同等计算。",
}
NOT_GIVEN: dict[Language, dict[Modality, str]] = {
    "en": {
        Modality.VISUAL: "The model was not given the picture.",
        Modality.ACOUSTIC: "The model was not given the sound.",
        Modality.LEXICAL: "The model was not given the words.",
    },
    "zh": {
        Modality.VISUAL: "没有向模型提供画面。",
        Modality.ACOUSTIC: "没有向模型提供声音。",
        Modality.LEXICAL: "没有向模型提供文字。",
    },
}
STILL_HEARD: dict[Language, str] = {
    "en": "The words were switched off, but they can be heard in the sound that the model got; "
    "it was asked to leave their meaning aside.",
    "zh": "文本已关闭，但模型得到的声音中仍可听到话语；已要求模型不使用其含义。",
}
WROTE_ANYWAY: dict[Language, dict[Modality, str]] = {
    "en": {
        Modality.VISUAL: "It wrote about the picture, which it was not given: “{sentence}”",
        Modality.ACOUSTIC: "It wrote about the sound, which it was not given: “{sentence}”",
        Modality.LEXICAL: "It wrote about the words, which it was not given: “{sentence}”",
    },
    "zh": {
        Modality.VISUAL: "模型描写了并未提供给它的画面：“{sentence}”",
        Modality.ACOUSTIC: "模型描写了并未提供给它的声音：“{sentence}”",
        Modality.LEXICAL: "模型描写了并未提供给它的文字：“{sentence}”",
    },
}


def read(
    text: str,
    clip: Clip,
    request: Request,
    given: frozenset[Modality],
    received: Received,
    backend: str,
    *,
    complete: bool = True,
) -> Explanation:
    """Read a model's answer, however it is laid out; never fails.

    Args:
        text: what the model wrote, with its <think> block if it has one. That block is cut out of
            the answer and kept in `versions["thought"]`.
        given: what the model really got; see `prompts.prompt`.
        received: the same in figures, for the page.
        backend: the name under which the answer is shown.
        complete: False while more is to come; then nothing is said about what is not there yet.

    Emotion words keep the model's order with equal scores of 1/n, since it gives no figures. An
    answer in which neither a part nor a list was found stands raw in the conclusion (`unread`).
    """
    language = request.language
    found = parts.read(text)
    words = found.words if complete or "]" in text else None
    share = 1 / len(words) if words else 0.0
    raw = {"conclusion": parts.readable(text).strip()}
    told = found.texts if found.found or not complete else raw
    written = {modality: told.get(modality) for modality in Modality}
    stray = _stray(told, given)
    return Explanation(
        clip=clip.name,
        backend=backend,
        emotions=[EmotionScore(word=word, score=share) for word in words or ()],
        rationale=Rationale(
            **{m: said for m, said in written.items() if said and m in given},
            conclusion=told.get("conclusion") or None,
        ),
        clues=[
            _clue(m, sentence, clip, language)
            for m, said in written.items()
            if said and m in given
            for sentence in sentences.split(said)
            if sentence not in stray
        ],
        received=received,
        caveats=[
            *_not_given(clip, request, given),
            *([] if not complete else _about_the_list(found, words, language)),
            *(
                WROTE_ANYWAY[language][modality].format(sentence=sentence)
                for sentence, modality in stray.items()
            ),
        ],
        unsupported=[
            s for s in stray if any(s in told[p] for p in told if p not in _unseen(given))
        ],
        versions={"thought": found.thought} if found.thought else {},
    )


def unread(explanation: Explanation) -> bool:
    """Whether no emotion words could be parsed from a model's answer; the benchmark counts them."""
    reasons = {*UNREAD.values(), *NO_LIST.values()}
    return any(caveat in reasons for caveat in explanation.caveats)


def _clue(modality: Modality, sentence: str, clip: Clip, language: Language) -> Clue:
    start, end = sentences.moment(sentence, clip.start, clip.end)
    measure = Measure(name=SAID[language], value=sentence)
    return Clue(modality=modality, text=sentence, start=start, end=end, measure=measure)


def _stray(told: dict[str, str], given: frozenset[Modality]) -> dict[str, Modality]:
    """Sentences that claim something of a modality that was not given, each with that modality."""
    stray: dict[str, Modality] = {}
    for part, said in told.items():
        for sentence in sentences.split(said):
            if sentences.denies(sentence):
                continue
            if part in _unseen(given):
                stray[sentence] = Modality(part)
            elif spoken_of := sentences.speaks_of(sentence) - given:
                stray[sentence] = min(spoken_of)
    return stray


def _unseen(given: frozenset[Modality]) -> set[str]:
    """Names of the parts that are about a modality that was not given."""
    return {str(modality) for modality in Modality if modality not in given}


def _not_given(clip: Clip, request: Request, given: frozenset[Modality]) -> list[str]:
    """Why each modality is not there; and that words which are off are heard all the same."""
    gone = absent(clip, request)
    why = [
        gone.get(modality, NOT_GIVEN[request.language][modality])
        for modality in Modality
        if modality not in given
    ]
    if Modality.LEXICAL not in request.modalities and Modality.ACOUSTIC in given:
        why.append(STILL_HEARD[request.language])
    return why


def _about_the_list(
    found: parts.Parts, words: tuple[str, ...] | None, language: Language
) -> list[str]:
    if not found.found:
        return [UNREAD[language]]
    if words is None:
        return [NO_LIST[language]]
    return [NO_FIGURES[language]] if len(words) > 1 else []
