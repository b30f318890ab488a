"""What an answer says from some of its modalities: side by side, and one at a time.

A backend that measures first and concludes after tells it with its answer (`Explanation.views`);
one that does not is asked again, once for each choice of modalities (`filling.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from backends.base import Explanation, Modality, State, View
from demo.side_by_side import Answer

HEARD = frozenset({Modality.LEXICAL})
"""What is lost with the sound, where the words were heard in it."""


@dataclass(frozen=True)
class Choice:
    """A choice of modalities, as one row of the table."""

    used: tuple[Modality, ...]
    """What is switched on, in the order of `Modality`."""
    kind: str
    """What the row is called: "all", "without" the one that is left out, or one "alone"."""
    named: Modality | None
    """The one that is left out, or alone."""
    strict: tuple[Modality, ...]
    """What is left of `used` where words that were heard in the sound go with it."""

    @property
    def key(self) -> str:
        """`used` as the page's script names it: "visual lexical"."""
        return key(self.used)


def key(modalities: tuple[Modality, ...]) -> str:
    """Modalities as the page's script names them: "visual lexical", in their own order."""
    return " ".join(m for m in Modality if m in modalities)


def present(explanation: Explanation) -> tuple[Modality, ...]:
    """The modalities that an answer is from."""
    told = {m for view in explanation.views for m in view.modalities}
    got = explanation.received
    received = {
        Modality.VISUAL: bool(got.frame_times),
        Modality.ACOUSTIC: got.sound_seconds > 0,
        Modality.LEXICAL: bool(got.text),
    }
    there = {
        m
        for m in Modality
        if (received[m] or getattr(explanation.rationale, m) is not None)
        and explanation.state.get(m.value) is not State.NOT_RECEIVED
    }
    return tuple(m for m in Modality if m in told | there)


def heard(explanation: Explanation) -> bool:
    """Whether its words were heard in the sound: only those have times."""
    return bool(explanation.transcript and explanation.transcript.words)


def whole(explanation: Explanation) -> View:
    """The answer itself as a view: from everything that it got."""
    unnamed = State.NOT_READABLE if explanation.unread else State.NOT_CLEAR
    return View(
        modalities=list(present(explanation)),
        emotions=explanation.emotions,
        open=explanation.open,
        state=explanation.state.get("conclusion", State.READ if explanation.emotions else unnamed),
        conclusion=explanation.rationale.conclusion or "",
    )


def by_key(explanation: Explanation) -> dict[str, View]:
    """Key → what follows from these modalities, the whole answer among them.

    An answer that tells which modality decides tells views of all that it could judge: what it
    could not judge changes nothing.
    """
    told = {key(tuple(view.modalities)): view for view in explanation.views}
    judged = {m for view in explanation.views for m in view.modalities}
    there = present(explanation)
    for some in _choices_of(there) if explanation.decides else ():
        left = tuple(m for m in some if m in judged)
        told.setdefault(key(some), told.get(key(left)) or _unjudged(explanation, some))
    return {**told, key(there): whole(explanation)}


def _unjudged(explanation: Explanation, some: tuple[Modality, ...]) -> View:
    states = {explanation.state.get(m.value, State.NOT_CLEAR) for m in some}
    state = State.NOT_CLEAR if State.NOT_CLEAR in states else State.NOT_READABLE
    return View(modalities=list(some), state=state)


def _choices_of(there: tuple[Modality, ...]) -> list[tuple[Modality, ...]]:
    return [some for size in range(len(there), 0, -1) for some in combinations(there, size)]


def choices(answers: Mapping[str, Answer]) -> list[Choice]:
    """The rows of the table: all, each one left out, and each one alone.

    Empty where no answer has two modalities.
    """
    known = [answer.explanation for answer in answers.values() if answer.explanation]
    there = [m for m in Modality if any(m in present(one) for one in known)]
    if len(there) < 2:
        return []
    any_heard = any(heard(one) for one in known)
    found = [_choice(tuple(there), "all", None, any_heard)]
    for missing in there:
        left = tuple(m for m in there if m is not missing)
        found.append(_choice(left, "without", missing, any_heard))
    if len(there) > 2:
        found += [_choice((one,), "alone", one, any_heard) for one in there]
    return found


def lacking(explanation: Explanation) -> list[tuple[Modality, ...]]:
    """The choices of its modalities of which it says nothing yet."""
    told = by_key(explanation)
    return [some for some in _choices_of(present(explanation)) if key(some) not in told]


def _choice(
    used: tuple[Modality, ...], kind: str, named: Modality | None, any_heard: bool
) -> Choice:
    strict = used
    if any_heard and Modality.ACOUSTIC not in used:
        strict = tuple(m for m in used if m not in HEARD)
    return Choice(used, kind, named, strict)
