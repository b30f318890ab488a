"""What a judge writes, for tests."""

from __future__ import annotations

import json

from tests.helpers.openai_server import Reply


def rating(score: object, truth: list[str] | None = None, said: list[str] | None = None) -> Reply:
    """A rating in the form that the judge is asked for."""
    return Reply(json.dumps({"truth": truth or [], "prediction": said or [], "score": score}))
