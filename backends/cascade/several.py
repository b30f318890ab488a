"""Several people in view: what belongs to whom, and what each of them comes to.

Faces are told apart by letters. A voice and what it says are tied to a face only where its mouth
tells (`speakers.py`); else they are told, and count for nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from backends.base import Explanation, Modality, Person, Role, Stretch, Transcript, Turn
from backends.cascade import clues, course, speakers, word_clues
from backends.cascade.conclusion import Conclusion, conclude
from backends.cascade.face.series import EYES
from backends.cascade.findings import Finding, found
from backends.cascade.phrases import Phrases
from backends.cascade.reason import Opinion
from backends.cascade.senses import Sensed, of_sound
from backends.cascade.spoken import together
from backends.clip import SOUND_RATE, Clip

AROUND = 0.1
"""Seconds around a turn in which its own breath and soft consonants are heard."""
PER_TENTH = EYES + ", a tenth of a second"

Senses = Mapping[Modality, Sensed]


@dataclass(frozen=True)
class Told:
    """An answer about several people.

    Attributes:
        findings: what is told, first who is followed, then by person.
        first: opinions and findings of the person whom the answer is about first.
        conclusion: what that person's come to.
        text: the conclusions of all.
    """

    findings: list[Finding]
    opinions: list[Opinion]
    first: list[Finding]
    conclusion: Conclusion
    text: str
    people: list[Person]
    course: list[Stretch]
    turns: list[Turn]
    caveats: list[str]

    def on(self, known: Explanation) -> Explanation:
        """An explanation with what it says of several people."""
        added = {
            "emotions": self.people[0].emotions,
            "people": self.people,
            "turns": self.turns,
            "course": self.course,
            "caveats": list(dict.fromkeys([*known.caveats, *self.caveats])),
        }
        return known.model_copy(update=added)


def tell(clip: Clip, sensed: Senses, phrases: Phrases) -> Told | None:
    """What several people come to; None where no more than one face is read."""
    face = sensed.get(Modality.VISUAL)
    if face is None or len(face.faces) < 2:
        return None
    voice = sensed.get(Modality.ACOUSTIC)
    speech = voice.prosody.speech if voice and voice.prosody else []
    turns = speakers.turns(face.faces, speech)
    said = list(_shares(clip, sensed, turns, phrases))
    visual = [*face.findings, *_listening(face.faces, turns)]
    spoken = [*_who_speaks(turns), *(one for part in said for one in part.findings)]
    findings = visual + sorted(spoken, key=lambda one: one.modality is not Modality.ACOUSTIC)
    people, concluded = [], {}
    known = {turn.person for turn in turns}
    by_letter = {person.person: person for person in face.people}
    for letter, report in face.faces:
        own = [one for one in visual if one.person == letter and one.named]
        opinions = [one] if (one := clues.opinion_of_face(report)) else []
        for part in said:
            if part.person == letter:
                opinions += part.opinions
                own += part.findings
        role = _role(letter, turns, visual)
        who = phrases.say("people", "listening", person=letter) if role == "listens" else letter
        concluded[letter] = (opinions, own, conclude(opinions, own, phrases, who))
        people.append(_person(by_letter[letter], concluded[letter][2], role))
    read = {one.person for one in people}
    people += [one for one in face.people if one.person not in read]
    first = face.faces[0][0]
    claims = [claim for _, _, one in concluded.values() for claim in one.claims]
    if any(part.person is None and part.opinions for part in said) or None in known:
        claims.append(phrases.say("people", "partly" if known - {None} else "untied"))
    caveats = [phrases.say("caveat", "people")]
    if turns:
        caveats.append(phrases.say("caveat", "speakers"))
    opinions, own, conclusion = concluded[first]
    return Told(
        findings,
        opinions,
        own,
        conclusion,
        phrases.paragraph("conclusion", claims),
        people,
        [*face.course, *(one for part in said for one in part.course)],
        turns,
        caveats,
    )


def _who_speaks(turns: Sequence[Turn]) -> Iterator[Finding]:
    for turn in turns:
        span, percent = (turn.start, turn.end), 100 * turn.confidence
        kind = "speaks" if turn.person else "speaker_unknown"
        facts = {"speaker": turn.person or ""}
        yield found(Modality.ACOUSTIC, kind, "who", span, percent, "%", facts, person=turn.person)


def _listening(faces: speakers.Faces, turns: Sequence[Turn]) -> Iterator[Finding]:
    """Faces that are seen at rest while somebody else in view speaks."""
    reports = dict(faces)
    for letter, report in faces:
        for turn in turns:
            if turn.person in (None, letter):
                continue
            moved = speakers.movement(report.series, turn.start, turn.end)
            speaks = speakers.movement(reports[str(turn.person)].series, turn.start, turn.end)
            if moved is None or speaks is None or moved >= speakers.MOVES:
                continue
            facts: dict[str, float | str | tuple[str, ...]]
            facts = {"speaker": str(turn.person), "speaks": speaks}
            span = (turn.start, turn.end)
            one = found(
                Modality.VISUAL, "listens", "role", span, moved, PER_TENTH, facts, person=letter
            )
            yield replace(one, named=True)


@dataclass(frozen=True)
class _Share:
    """What of voice and words is one person's, or nobody's who could be told."""

    person: str | None
    findings: list[Finding]
    opinions: list[Opinion]
    course: list[Stretch]


def _shares(
    clip: Clip, sensed: Senses, turns: Sequence[Turn], phrases: Phrases
) -> Iterator[_Share]:
    """Voice and words by person. Where one speaks all of it, or nobody can be told, they stay
    whole; else each person's turns are heard and read by themselves."""
    heard: dict[Modality, Sensed] = {
        one: sensed[one] for one in Modality if one in sensed and one is not Modality.VISUAL
    }
    who = {turn.person for turn in turns}
    if len(who) < 2:
        person = next(iter(who), None)
        yield _share(person, heard, together(heard))
        return
    read = False
    words = heard.get(Modality.LEXICAL)
    for letter in sorted(one for one in who if one):
        own = [turn for turn in turns if turn.person == letter]
        parts: dict[Modality, Sensed] = {}
        if Modality.ACOUSTIC in heard:
            parts[Modality.ACOUSTIC] = of_sound(_only(clip, own), (clip.start, clip.end), phrases)
        if words and words.transcript:
            mine = _read(words.transcript, own, phrases)
            if mine.transcript:
                parts[Modality.LEXICAL], read = mine, True
        yield _share(letter, parts, together(parts))
    if words and not read:  # their times are not known, or nobody who is known says them
        of_nobody = {Modality.LEXICAL: words}
        yield _share(None, of_nobody, together(of_nobody))


def _share(person: str | None, heard: Senses, findings: Sequence[Finding]) -> _Share:
    return _Share(
        person,
        [
            replace(one, person=person, named=person is not None)
            for one in findings
            if person is None or one.kind != "voice"  # that one is heard is told with who speaks
        ],
        [one.opinion for one in heard.values() if one.opinion],
        [
            stretch.model_copy(update={"person": person})
            for one in heard.values()
            for stretch in one.course
        ],
    )


def _only(clip: Clip, turns: Sequence[Turn]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """The sound of a clip with nothing but some turns in it."""
    kept = np.zeros_like(clip.sound)
    for turn in turns:
        first, last = (
            max(0, round((time - clip.start) * SOUND_RATE))
            for time in (turn.start - AROUND, turn.end + AROUND)
        )
        kept[first:last] = clip.sound[first:last]
    return kept


def _read(transcript: Transcript, turns: Sequence[Turn], phrases: Phrases) -> Sensed:
    """The words whose middles lie in some turns, read by themselves; nothing if there are none."""
    from backends.cascade.words import words

    kept = [
        word
        for word in transcript.words
        if any(
            turn.start - AROUND <= (word.start + word.end) / 2 <= turn.end + AROUND
            for turn in turns
        )
    ]
    if not kept:
        return Sensed(())
    between = "" if transcript.language.startswith(("zh", "ja", "yue", "th")) else " "
    text = between.join(word.text.strip() for word in kept)
    own = Transcript(language=transcript.language, text=text, words=kept)
    span = (turns[0].start, turns[-1].end)
    report = words.read(own, *span)
    shares = word_clues.meaning(report)
    opinion = None if shares is None else Opinion(Modality.LEXICAL, shares, report.trust)
    drawn = course.of_words(report, own, span, phrases)
    findings = tuple(word_clues.of_words(report, own, span))
    return Sensed(findings, opinion, transcript=own, course=drawn)


def _role(letter: str, turns: Sequence[Turn], visual: Sequence[Finding]) -> Role | None:
    """What somebody does while somebody is heard; None where nobody is."""
    if not turns:
        return None
    if any(turn.person == letter for turn in turns):
        return "speaks"
    listens = any(one.kind == "listens" and one.person == letter for one in visual)
    return "listens" if listens else "unknown"


def _person(person: Person, concluded: Conclusion, role: Role | None) -> Person:
    named = [one.model_copy(update={"person": person.person}) for one in concluded.emotions]
    return person.model_copy(update={"emotions": named, "open": concluded.open, "role": role})
