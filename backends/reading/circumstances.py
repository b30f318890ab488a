"""When a sentence tells what it tells, how surely, and the form in which it is read at all."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

QUOTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|‘[^‘]*?[’'](?!\w)|(?<!\w)'(?=\w)[^']*(?:'\w[^']*)*'(?!\w)"
)
"""A quotation; one between single marks ends where no letter follows, unlike an apostrophe."""


class Circumstances(BaseModel):
    """What a language says of the when and the how surely; the English file's head tells each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ignore: list[str]
    written_out: list[tuple[str, str]]
    numerals: dict[str, str]
    counted: str
    hedge: str
    hint: str
    lasting: str
    early: str
    late: str
    before_speech: str
    after_speech: str

    def is_hedged(self, text: str) -> bool:
        """Whether `text` says itself that it is not sure ("perhaps", "hard to tell")."""
        return re.search(self.hedge, text.lower()) is not None

    def lasts(self, text: str) -> bool:
        """Whether it tells what holds all the time ("throughout", "stays")."""
        return re.search(self.lasting, self._bare(text)) is not None

    def place(self, text: str) -> str:
        """Where in the clip `text` puts what it tells: "early", "late", or "" for neither or both.

        By words alone ("at first", "the last word", "before he speaks"), which give no seconds.
        """
        beside, text = self.beside_speech(text), self._bare(text)
        early, late = (re.search(where, text) is not None for where in (self.early, self.late))
        early, late = early or beside == "before", late or beside == "after"
        return "" if early == late else "early" if early else "late"

    def beside_speech(self, text: str) -> str:
        """Whether it tells what is "before" or "after" somebody speaks; "" for neither or both."""
        text = self._bare(text)
        before = re.search(self.before_speech, text) is not None
        after = re.search(self.after_speech, text) is not None
        return "" if before == after else "before" if before else "after"

    def _bare(self, text: str) -> str:
        """Lower case, without what is quoted or not to be read, and with words written out."""
        text = QUOTED.sub("“”", text).replace("’", "'").lower()
        for short, full in self.written_out:
            text = re.sub(short, full, text)
        text = re.sub(self.counted, lambda hit: self.numerals.get(hit[0], hit[0]), text)
        for pattern in self.ignore:
            text = re.sub(pattern, "", text)
        return text
