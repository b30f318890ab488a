"""What kind of sentence the words are, where its form says so: a reminder, say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, get_args

from backends.base import Word
from backends.cascade.words.surface import clean
from backends.reading.patterns import Patterns

Form = Literal["reminder", "request", "question"]

_READ = Patterns(__file__, "form")
_FORMS = {form: re.compile(_READ.of("en", form), re.IGNORECASE) for form in get_args(Form)}


def form(words: Sequence[Word]) -> Form | None:
    """The form of one English sentence; None where it is none of these."""
    text = clean(" ".join(word.text for word in words)).replace("’", "'").strip()
    return next((form for form, pattern in _FORMS.items() if pattern.search(text)), None)
