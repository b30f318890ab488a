"""The rows of words, and of how a clip is named on the command line."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from demo import explain
from tests.cases.running import explained, folder, inside, ran, row, told


@row("another subtitle", "the subtitle is kept, and it is told that something else is heard")
def _() -> tuple[bool, str]:
    said = "I love you so much, you are wonderful!"
    answer = explained(folder() / "angry.wav", "--subtitle", said)
    heard = [one for one in answer["caveats"] if "heard" in one or "differ" in one]
    return answer["received"]["text"] == said and bool(heard), " ".join(heard) or "nothing told"


@row("captions for the deaf", "tags, songs and speakers' names are not said words")
def _() -> tuple[bool, str]:
    subtitle = "[LAUGHING] ♪ happy birthday ♪ JOHN: I hate you."
    answer = explained(folder() / "angry.wav", "--subtitle", subtitle)
    said = told(answer, "lexical")
    return not any(word in said for word in ("happy", "birthday", "JOHN", "LAUGH")), said


@row("Windows-1252 in UTF-8", "“I didn’t know… “really””")
def _() -> tuple[bool, str]:
    subtitle = "I didn\u0092t know\u0085 \u0093really\u0094"
    answer = explained(folder() / "angry.wav", "--subtitle", subtitle)
    said = f"{answer['received']['text']} | {told(answer, 'lexical')}"
    return "didn’t know… “really”" in said, said


@row("-3g5yACwYnA.mp4", "explained, or a sentence that says ./-3g5…")
def _() -> tuple[bool, str]:
    with tempfile.TemporaryDirectory() as place:
        name = "-3g5yACwYnA.mp4"
        shutil.copy(folder() / "M003" / "happy" / "001.mp4", Path(place) / name)
        with inside(Path(place)):
            answer = ran(explain.main, name, "--json", "--backend", "echo")
    return answer.code == 0 or f"./{name}" in answer.err, answer.err.strip() or "explained"
