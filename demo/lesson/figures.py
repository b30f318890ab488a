"""What a class's votes come to: pure functions over votes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import exp, log
from statistics import fmean

from demo.lesson import words
from demo.lesson.voting import Vote

CELLS = 24
"""Of a heat strip."""


@dataclass(frozen=True)
class Group:
    """Words of one meaning, or one word that the table does not know."""

    key: str
    known: bool
    sector: str
    people: int
    """Voters who used a word of it."""
    share: float
    """Of all votes, 0..1; a vote of several groups is split evenly among them."""
    words: tuple[tuple[str, int], ...]
    """The words as they were written, the most used first."""


@dataclass(frozen=True)
class Distribution:
    """How a class's words are shared out."""

    voters: int
    groups: tuple[Group, ...]
    """The largest first."""

    @property
    def entropy(self) -> float:
        """Shannon's, in bits: 0 where all named the same."""
        return abs(sum(_minus_p_log_p(group.share) for group in self.groups)) / log(2)

    @property
    def effective(self) -> float:
        """The number of equally common emotions with the same entropy (Hill number of order 1)."""
        return exp(self.entropy * log(2))


@dataclass
class _Gathered:
    known: bool
    people: int = 0
    share: float = 0.0
    words: Counter[str] = field(default_factory=Counter)


def distribution(votes: Sequence[Vote]) -> Distribution:
    """Votes on one step, grouped by meaning; words that the table does not know stay themselves."""
    gathered: dict[str, _Gathered] = {}
    for vote in votes:
        keys = dict(map(words.group, vote.words))
        for key, known in keys.items():
            found = gathered.setdefault(key, _Gathered(known))
            found.people += 1
            found.share += 1 / (len(keys) * len(votes))
        for word in vote.words:
            gathered[words.group(word)[0]].words[word] += 1
    groups = [
        Group(key, one.known, words.sector_of(key) if one.known else "", one.people, one.share,
              tuple(one.words.most_common()))
        for key, one in gathered.items()
    ]  # fmt: skip
    groups.sort(key=lambda group: (-round(group.share, 9), -group.people, group.key))
    return Distribution(len(votes), tuple(groups))


def first_group(vote: Vote) -> str:
    """The group of a vote's first word, which counts as its label."""
    return words.group(vote.words[0])[0]


@dataclass(frozen=True)
class Change:
    """What changed from one step of a clip to the next, among those who voted on both."""

    voters: int
    moved: int
    ways: tuple[tuple[str, str, int], ...]
    """From which group to which other one, and how many; the most common first."""
    surer: tuple[float, float] | None
    """Mean sureness (1..4) before and after; None where nobody voted on both."""


def change(first: Sequence[Vote], then: Sequence[Vote]) -> Change:
    """Compare the votes of the same people on two steps of one clip, by their first words."""
    before = {vote.number: vote for vote in first}
    both = [(before[vote.number], vote) for vote in then if vote.number in before]
    ways = Counter((first_group(one), first_group(other)) for one, other in both)
    moves = [(a, b, n) for (a, b), n in ways.most_common() if a != b]
    surer = (fmean(a.sure for a, _ in both), fmean(b.sure for _, b in both)) if both else None
    return Change(len(both), sum(n for *_, n in moves), tuple(moves), surer)


def heat(moments: Iterable[float], seconds: float) -> list[int]:
    """How many moments (s) fall into each of CELLS equal parts of a clip of this length."""
    cells = [0] * CELLS
    for moment in moments:
        cells[min(int(CELLS * max(moment, 0.0) / seconds), CELLS - 1) if seconds else 0] += 1
    return cells


def told_by(votes: Sequence[Vote]) -> list[tuple[str, int]]:
    """What told the emotion → how many said so, the most first."""
    return Counter(tell for vote in votes for tell in vote.told_by).most_common()


def _minus_p_log_p(share: float) -> float:
    return -share * log(share) if share > 0 else 0.0
