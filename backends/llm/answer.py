"""What a multimodal language model answered → an Explanation.

A model's sentences are its own claims: each becomes a clue whose measure is the sentence itself,
"said by the model". What it says about a modality that it was not given is told and is no clue.
Its emotions are those of its list; without one, those that its conclusion names in prose, or else
the whole answer.
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
    Part,
    Rationale,
    Received,
    State,
)
from backends.caveats import absent
from backends.clip import Clip
from backends.reading import emotion_words, parts, sentences
from backends.words import Words

_SAY = Words(__file__)


def read(
    text: str,
    clip: Clip,
    request: Request,
    given: frozenset[Modality],
    received: Received,
    backend: str,
    *,
    complete: bool = True,
    cut_off: bool = False,
) -> Explanation:
    """Read a model's answer, however it is laid out; never fails.

    Args:
        text: what the model wrote, with its <think> block if it has one. That block is cut out of
            the answer and kept in `versions["thought"]`.
        given: what the model really got; see `prompts.prompt`.
        received: the same in figures, for the page.
        backend: the name under which the answer is shown.
        complete: False while more is to come; then nothing is said about what is not there yet.
        cut_off: whether the answer ended for being too long, which is the first thing to know.

    Emotion words keep the model's order with equal scores of 1/n, since it gives no figures. An
    answer in which neither a part nor a list was found stands raw in the conclusion.
    """
    language = request.language
    found = parts.read(text)
    words = found.words if complete or "]" in text else None
    in_prose = complete and words is None
    if in_prose:
        words = _in_prose(found)
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
        state=_states(found, words, given, complete),
        received=received,
        caveats=[
            *([_SAY.text(language, "answer.cut_off")] if cut_off else []),
            *_not_given(clip, request, given),
            *([] if not complete else _about_the_form(found, words, in_prose, language)),
            *(
                _SAY.text(language, f"answer.wrote_anyway.{modality}", sentence=sentence)
                for sentence, modality in stray.items()
            ),
        ],
        unsupported=[
            s for s in stray if any(s in told[p] for p in told if p not in _unseen(given))
        ],
        written_anyway={
            m: said for m in Modality if m not in given and (said := _made_up(told.get(m), stray))
        },
        unread=complete and words is None,
        versions={"thought": found.thought} if found.thought else {},
    )


def _clue(modality: Modality, sentence: str, clip: Clip, language: Language) -> Clue:
    start, end = sentences.moment(sentence, clip.start, clip.end)
    measure = Measure(name=_SAY.text(language, "answer.said"), value=sentence)
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


def _made_up(said: str | None, stray: dict[str, Modality]) -> str:
    """The sentences of a part that claim something; "" where it only says that nothing is there."""
    return " ".join(one for one in sentences.split(said or "") if one in stray)


def _unseen(given: frozenset[Modality]) -> set[str]:
    """Names of the parts that are about a modality that was not given."""
    return {str(modality) for modality in Modality if modality not in given}


def _not_given(clip: Clip, request: Request, given: frozenset[Modality]) -> list[str]:
    """Why each modality is not there; and that words which are off are heard all the same."""
    gone, say = absent(clip, request), _SAY.table(request.language, "answer")
    why = [
        gone.get(modality, say["not_given"][modality])
        for modality in Modality
        if modality not in given
    ]
    if Modality.LEXICAL not in request.modalities and Modality.ACOUSTIC in given:
        why.append(say["still_heard"])
    return why


def _in_prose(found: parts.Parts) -> tuple[str, ...] | None:
    """The emotion words of its sentences; () where they claim none; None where they don't tell."""
    conclusion = found.texts.get("conclusion", "")
    if words := emotion_words.named(conclusion):
        return words
    if emotion_words.claims_none(conclusion):
        return ()
    return emotion_words.named(" ".join(found.texts.values())) or None


def _states(
    found: parts.Parts, words: tuple[str, ...] | None, given: frozenset[Modality], complete: bool
) -> dict[Part, State]:
    """How each part came out; nothing of a modality that was given and not told of.

    Words for neutral are named, and are no clear emotion.
    """
    states: dict[Part, State] = {}
    for modality in Modality:
        said = found.texts.get(modality)
        if modality not in given:
            states[modality.value] = State.NOT_RECEIVED
        elif said and not all(map(sentences.denies, sentences.split(said))):
            states[modality.value] = State.READ
        elif said or (complete and not found.found):
            states[modality.value] = State.NOT_READABLE
    if words is None:
        return states | ({"conclusion": State.NOT_READABLE} if complete else {})
    clear = any(not emotion_words.is_neutral(word) for word in words)
    return states | {"conclusion": State.READ if clear else State.NOT_CLEAR}


def _about_the_form(
    found: parts.Parts, words: tuple[str, ...] | None, in_prose: bool, language: Language
) -> list[str]:
    """What the answer was not laid out as it was asked for, and what its words' scores mean."""
    say = _SAY.table(language, "answer")
    told = [] if found.found else [say["no_parts"]]
    if words is None:
        told.append(say["no_words"])
    elif in_prose:
        told.append(say["in_prose"] if words else say["none_in_prose"])
    return [*told, say["no_figures"]] if words and len(words) > 1 else told
