"""A text model for tests, that writes what it is told to."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from backends.llm.text_models import LocalText, TextModel, Turn


class Writes(TextModel):
    """Writes what it is told to, a few characters at a time, or fails."""

    title = "a model"
    place = LocalText.place

    def __init__(self, text: str, error: Exception | None = None) -> None:
        self.text, self.error = text, error
        self.turns: list[Turn] = []

    def write(self, turns: Sequence[Turn], most_tokens: int) -> Generator[str | None]:
        del most_tokens
        self.turns = list(turns)
        yield None
        for i in range(0, len(self.text), 20):
            yield self.text[i : i + 20]
        if self.error:
            raise self.error
