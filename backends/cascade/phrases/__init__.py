"""The phrases of the rationale, one file a language, and the small grammar that joins them.

Everything that the cascade says is a phrase of these files filled with measurements, so it can't
say what was not measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backends.base import Language
from backends.cascade.findings import Finding, Hedge
from backends.words import Words

_SAY = Words(__file__)

MOMENT = 0.3
"""Seconds. What lasts no longer is said to be at a moment, not from here to there."""
EDGE = 0.15
"""Seconds from the clip's start or end that count as the start or end itself."""
TIED = 6.0
"""Per cent that two emotions of a stretch may differ by where neither is told rather than the other
(as `DIVIDED` of `reason.py` has it for the conclusion)."""


def clause_key(finding: Finding) -> str:
    """The key of a finding's clause: its kind, and what of its fields changes the wording."""
    carried = "by" if finding.facts.get("carriers") else ""
    quoted = "part" if finding.partial else ""
    either = "either" if _tied(finding) else ""
    return "_".join(
        one for one in (quoted, finding.kind, finding.side, finding.hedge, either, carried) if one
    )


def _tied(finding: Finding) -> bool:
    """Whether it is hard to tell, and the second emotion is as likely as the first."""
    other, value = finding.facts.get("other_percent"), finding.value
    if finding.hedge is not Hedge.SOMEWHAT or isinstance(value, str) or other is None:
        return False
    return value - float(str(other)) < TIED


class Phrases:
    """The phrases of one language for a clip from `start` to `end` (seconds).

    English ones stand in for those that the language's file lacks.
    """

    def __init__(self, language: Language, start: float, end: float) -> None:
        self.table = _SAY.table(language)
        self.language = language
        self.start, self.end = start, end

    def word(self, emotion: str) -> str:
        """The language's word for a basic emotion or a GoEmotions label."""
        return str(self.table["word"].get(emotion, emotion))

    def noun(self, label: str) -> str:
        """What a basic emotion or a GoEmotions label is: "joy" where `word` gives "joyful"."""
        return str(self.table["noun"].get(label, self.word(label)))

    def language_name(self, tag: str) -> str:
        """The name of a language by its tag (BCP 47), such as "de"; or that it isn't known."""
        names = self.table["language"]
        return str(names.get(tag, names["und"]))

    def unit(self, unit: str) -> str:
        """The language's name of a unit."""
        return str(self.table["unit"].get(unit, unit))

    def say(self, section: str, key: str, **facts: Any) -> str:
        """One phrase with its facts filled in."""
        return str(self.table[section][key]).format(**facts)

    def of(self, person: str, clause: str) -> str:
        """A clause that is of one of several people."""
        return self.say("people", "of", person=person, clause=clause)

    def clause(self, finding: Finding, section: str = "clause", when: str | None = None) -> str:
        """A finding as a clause: no capital, no full stop.

        `section`: other words for it, as where several follow each other; `when`: other words for
        its time, "" for none.
        """
        facts = self._facts(finding)
        return self.say(
            section, clause_key(finding), **facts | ({} if when is None else {"when": when})
        )

    def times(self, findings: Sequence[Finding]) -> str:
        """When several findings are, in words."""
        return self.list_words([self.when(one.start, one.end) for one in findings])

    def tell(self, first: Finding, *others: Finding, when: str | None = None) -> str:
        """A finding as it is told in a paragraph, where that differs from the clue's own words.

        `others` are of the same kind, at other times, and are told in the same clause. `when`:
        other words for the time, "" for none.
        """
        sections = ["several", "told"] if others else ["told"]
        key = clause_key(first)
        section = next((name for name in sections if key in self.table[name]), "clause")
        facts = self._facts(first)
        if when is not None or others:
            facts["when"] = self.times((first, *others)) if when is None else when
        if "text" in facts:  # quoted in the middle of a sentence, where a full stop would end it
            facts["text"] = str(facts["text"]).rstrip(self.table["join"]["stop"] + ".")
        return self.say(section, key, **facts).strip()

    def measure(self, finding: Finding) -> tuple[str, str]:
        """(name, what is usual) of the number behind a finding."""
        table = self.table["measure"]
        name, usual = table[finding.kind if finding.kind in table else finding.topic]
        facts = self._facts(finding)
        usual = usual.format(**facts)
        if "peak" in facts and usual:
            usual = self.say("join", "peak", usual=usual, peak=facts["peak"])
        return name.format(**facts), usual

    def when(self, start: float, end: float) -> str:
        """A stretch of time in words, told against the clip's own start and end."""
        begins, ends = start <= self.start + EDGE, end >= self.end - EDGE
        if begins and ends:
            kind = "throughout"
        elif end - start <= MOMENT:
            kind, start = "at", (start + end) / 2
        elif begins or ends:
            kind = "until" if begins else "onward"
        else:
            kind = "span"
        return self.say("when", kind, start=start, end=end)

    def list_words(self, words: Sequence[str]) -> str:
        """ "a", "a and b", "a, b and c"."""
        return self._listed(words, "words", "last_word")

    def either(self, words: Sequence[str]) -> str:
        """ "a", "a or b"."""
        return self._listed(words, "words", "either")

    def list_clauses(self, clauses: Sequence[str]) -> str:
        """Clauses in one sentence."""
        return self._listed(clauses, "clauses", "last_clause")

    def sentence(self, clause: str) -> str:
        """A clause with its capital and full stop; a quoted sentence's own stop is enough."""
        join = self.table["join"]
        stopped = clause.rstrip("”").endswith(tuple(join["stops"]))
        return clause[:1].upper() + clause[1:] + ("" if stopped else str(join["stop"]))

    def sentences(self, part: str, clauses: Sequence[str]) -> list[str]:
        """Clauses as the sentences of one part, opened as the EMER rationale opens it.

        A clause that comes again makes no sentence: one is left where it came first.
        """
        unique = list(dict.fromkeys(clauses))
        opened = [self.say("part", part, first=unique[0]), *unique[1:]]
        return [self.sentence(clause) for clause in opened]

    def paragraph(self, part: str, clauses: Sequence[str]) -> str:
        """The sentences of one part as a text; see `sentences`."""
        return str(self.table["join"]["sentences"]).join(self.sentences(part, clauses))

    def then(self, clauses: Sequence[str]) -> str:
        """Clauses one after the other in time."""
        return self._listed(clauses, "then", "last_then" if len(clauses) > 2 else "then")

    def _listed(self, items: Sequence[str], between: str, last: str) -> str:
        if len(items) < 2:
            return "".join(items)
        join: Mapping[str, str] = self.table["join"]
        return join[between].join(items[:-1]) + join[last] + items[-1]

    def _facts(self, finding: Finding) -> dict[str, Any]:
        facts: dict[str, Any] = {
            name: self.list_words([self.say("join", "quote", text=word) for word in fact])
            if isinstance(fact, tuple)
            else fact
            for name, fact in finding.facts.items()
        }
        if isinstance(letters := finding.facts.get("letters"), tuple):  # of people, not quoted
            facts["letters"] = self.list_words(letters)
        for name in ("emotion", "other"):
            if name in facts:
                facts[name] = self.word(str(facts[name]))
        if "label" in facts:
            facts["label"] = self.noun(str(facts["label"]))
        if isinstance(finding.value, float | int):
            facts["size"] = abs(finding.value)
        when = self.when(finding.start, finding.end)
        always = self.say("when", "always") if when == self.say("when", "throughout") else when
        if "share" in facts:  # with gaps, so that a stretch of time would claim too much
            always = self.say("when", "share", share=facts["share"])
        return {**facts, "when": when, "always": always, "value": finding.value}
