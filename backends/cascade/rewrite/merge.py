"""EMER's own third step, by a language model: it writes the rationale from the clues.

It gets clues and words, never the clip. What it wrote is checked against the clues; sentences and
emotions that nothing bears out are named in `Explanation.unsupported`, and the page marks them.
Where it fails or writes nothing that can be read, the text by rules stands, and a caveat tells why:
whatever befalls the writer costs no part of the answer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Mapping
from time import perf_counter

from pydantic import field_validator

from backends.backend import Request
from backends.base import (
    EmotionScore,
    Explanation,
    Language,
    Modality,
    Partial,
    Progress,
    Rationale,
    State,
)
from backends.cascade.rewrite.faithful import Evidence
from backends.errors import BackendError
from backends.llm.text_models import TextModel, Turn, configured
from backends.options import Option, Options
from backends.reading import parts, sentences
from backends.words import ENGLISH, Words

log = logging.getLogger(__name__)

MOST_TOKENS = 500
SHOW_EVERY = 0.15
"""Seconds between two looks at what is written so far."""

_MARKS = re.compile("<{2,}|>{2,}")
_QUOTED = re.compile("“(.*)”", re.DOTALL)
"""All that a clue quotes, up to its last mark: what is said may hold such marks too."""

RULES = "rules"
_SAY = Words(__file__)
_PROMPTS = Words(__file__, "merge")
Rewriting = Generator[Progress | Partial, None, Explanation]


class Writer(Options):
    """Who writes the rationale: rules, or one of the text models that the environment names."""

    words = Words(__file__)

    merge: str = RULES

    @field_validator("merge")
    @classmethod
    def _is_offered(cls, value: str) -> str:
        if value not in cls.shown(ENGLISH)[0].values:
            raise ValueError("not set up")
        return value

    @classmethod
    def shown(cls, language: Language) -> tuple[Option, ...]:
        """The rules, and the text models as the environment names them now."""
        option = cls._option("merge", language)
        say = _SAY.table(language, "option.merge")
        values, info = {RULES: say["values"][RULES]}, option.info
        try:
            for name, model in configured().items():
                place = model.place.text(language)
                values[name] = say["model"].format(title=model.title, place=place)
        except BackendError as error:  # a variable is wrong: the rules still write
            info = say["with_error"].format(info=info, why=error.text(language))
        return (option.model_copy(update={"values": values, "info": info}),)


def writer(request: Request) -> TextModel | None:
    """The language model that is to write the rationale; None where rules do."""
    chosen = Writer.of(request.options).merge
    return configured().get(chosen) if chosen != RULES else None


def rewrite(
    ruled: Explanation, shares: Mapping[str, float], model: TextModel, language: Language
) -> Rewriting:
    """Let `model` write the rationale of an explanation that rules wrote; yields its progress.

    `shares` gives emotion words their share of all evidence, 0..1, claimed or not.
    """
    try:
        return (yield from _rewritten(ruled, shares, model, language))
    except BackendError as error:
        why = error.text(language)
    except Exception as error:  # a fault of ours or a library's
        log.exception("%s failed to write a rationale", model.title)
        why = _SAY.text(language, "merge.fault", kind=type(error).__name__)
    failed = _SAY.text(language, "merge.failed", title=model.title, why=why)
    return ruled.model_copy(update={"caveats": [*ruled.caveats, failed]})


def _rewritten(
    ruled: Explanation, shares: Mapping[str, float], model: TextModel, language: Language
) -> Rewriting:
    """As `rewrite`. Raises BackendError, with a sentence, where nothing was written."""
    began = perf_counter()
    yield Progress(stage="merge")
    text, shown = "", 0.0
    turns = conversation(ruled, language)
    for piece in model.write(turns, MOST_TOKENS):
        text += piece or ""
        if perf_counter() - shown > SHOW_EVERY:
            shown = perf_counter()
            written = _rationale(_read(text), ruled)
            yield Partial(explanation=ruled.model_copy(update={"rationale": written}))
    found = _read(text)
    if not any(modality in found.texts for modality in Modality) or "conclusion" not in found.texts:
        raise BackendError(_SAY("merge.unread"))
    answer = _checked(ruled, shares, found, model, language)
    prompt = "\n\n".join(turn.text for turn in (turns[0], turns[-1]))
    seconds = {"merge": perf_counter() - began}
    return answer.model_copy(
        update={
            "timings": ruled.timings
            | seconds
            | {"total": ruled.timings["total"] + seconds["merge"]},
            "versions": ruled.versions | {"merge": model.title, "prompt": prompt},
        }
    )


def conversation(ruled: Explanation, language: Language) -> list[Turn]:
    """What the model is asked: the task, two worked examples, and this clip's clues."""
    prompts = _PROMPTS.table(language)
    turns = [Turn("system", prompts["system"].strip())]
    for example in prompts["example"]:
        turns += [
            Turn("user", example["clues"].strip()),
            Turn("assistant", example["answer"].strip()),
        ]
    return [*turns, Turn("user", _material(ruled, prompts["part"]))]


def _material(ruled: Explanation, say: Mapping[str, str]) -> str:
    lines = []
    if ruled.transcript and ruled.transcript.text:
        lines.append(say["said"].format(text=_fenced(ruled.transcript.text)))
    for modality in Modality:
        clues = [clue for clue in ruled.clues if clue.modality is modality]
        lines += [say[modality] + say["colon"]] if clues else []
        for clue in clues:
            lines.append(f"- {_QUOTED.sub(lambda said: f'“{_fenced(said[1])}”', clue.text)}")
    shares = [f"{emotion.word} {100 * emotion.score:.0f}%" for emotion in ruled.emotions]
    evidence = say["evidence"].format(shares=say["comma"].join(shares))
    return "\n".join([*lines, evidence if shares else say["no_evidence"]])


def _fenced(spoken: str) -> str:
    """Words of the clip on one line, between two marks that they do not contain themselves."""
    return f"<<<{_MARKS.sub(lambda mark: mark[0][0], ' '.join(spoken.split()))}>>>"


def _read(text: str) -> parts.Parts:
    """What the model wrote, without the marks around quotations that small models copy."""
    return parts.read(_MARKS.sub("", text))


def _rationale(found: parts.Parts, ruled: Explanation) -> Rationale:
    """The parts that the model wrote, of those that there are clues for; else the rules' own."""
    there = {name: text for name, text in ruled.rationale.model_dump().items() if text}
    return Rationale(**{name: found.texts.get(name) or text for name, text in there.items()})


def _checked(
    ruled: Explanation,
    shares: Mapping[str, float],
    found: parts.Parts,
    model: TextModel,
    language: Language,
) -> Explanation:
    """The model's text and words, with what no clue bears out named."""
    spoken = ruled.transcript.text if ruled.transcript else ""
    concluded = ruled.rationale.conclusion or ""
    evidence = Evidence(ruled.clues, spoken, shares, language, concluded)
    rationale = _rationale(found, ruled)
    wrote = [
        (sentence, Modality(name) if name in list(Modality) else None)
        for name in found.texts
        if getattr(rationale, name)
        for sentence in sentences.split(found.texts[name])
    ]
    stray = [sentence for sentence, of in wrote if not evidence.bears_out(sentence, of)]
    outside = [word for word in found.words or () if not evidence.speaks_for(word)]
    shared = evidence.divided(found.words or ())
    emotions = [EmotionScore(word=word, score=round(share, 3)) for word, share in shared.items()]
    written = _SAY(
        "merge.written",
        title=model.title,
        place=model.place,
        good=len(wrote) - len(stray),
        all=len(wrote),
    )
    caveats = [*ruled.caveats, written.text(language)]
    if stray or outside:
        marked = ", ".join(f"“{one}”" for one in [*stray, *outside])
        caveats.append(_SAY.text(language, "merge.marked", what=marked))
    named = {
        "emotions": sorted(emotions, key=lambda e: -e.score),
        "open": round(1 - sum(emotion.score for emotion in emotions), 3),
        "state": ruled.state | {"conclusion": State.READ},
    }
    kept = [one for one in ruled.sentences if one.text in (getattr(rationale, one.modality) or "")]
    return ruled.model_copy(
        update=(named if emotions else {})
        | {
            "rationale": rationale,
            "sentences": kept,
            "unsupported": [*stray, *outside],
            "caveats": caveats,
        }
    )
