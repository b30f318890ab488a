"""What answers are called, and how their emotions are told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backends.base import EmotionScore, Explanation, Rationale
from demo.page.naming import announced, titles
from demo.percents import shares
from demo.side_by_side import Answer

EMOTIONS = [EmotionScore(word="fearful", score=0.335), EmotionScore(word="happy", score=0.335)]
KNOWN = Explanation(
    clip="c", backend="cascade", emotions=EMOTIONS, open=0.33,
    rationale=Rationale(conclusion="Therefore, it stays between fear and happiness."),
)  # fmt: skip


def answer(name: str, known: Explanation | None = KNOWN, error: str | None = None) -> Answer:
    return Answer(name, explanation=known, error=error, done=True)


def test_covered_answers_have_letters_in_their_order() -> None:
    answers = {name: answer(name) for name in ("echo", "cascade")}
    assert titles(answers, "en") == {"echo": "Echo", "cascade": "Cascade"}
    assert titles(answers, "en", covered=True) == {"echo": "Backend A", "cascade": "Backend B"}


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=6).filter(any))
def test_shares_and_what_is_open_add_up_to_a_hundred(parts: list[int]) -> None:
    scores = [part / sum(parts) for part in parts]
    emotions = [EmotionScore(word=f"w{i}", score=s) for i, s in enumerate(scores[1:])]
    whole, left = shares(KNOWN.model_copy(update={"emotions": emotions, "open": scores[0]}))
    assert left is not None
    assert sum(whole) + left == 100
    exact = [100 * score for score in scores]
    assert all(abs(a - b) < 1 for a, b in zip([left, *whole], exact, strict=True))


def test_where_nothing_is_said_of_the_rest_each_share_stands_for_itself() -> None:
    assert shares(KNOWN.model_copy(update={"open": None})) == ([34, 34], None)


def test_a_result_is_told_with_its_content() -> None:
    answers = {"cascade": answer("cascade"), "echo": answer("echo", None, "It broke.")}
    told = announced(answers, "en")
    assert told.startswith("Cascade: fearful 34%, happy 33%, open 33%. Therefore, it stays between")
    assert told.endswith("Echo failed: It broke.")
    assert "Cascade" not in announced(answers, "en", covered=True)
    nothing = KNOWN.model_copy(update={"emotions": []})
    assert "Cascade：没有明确的情绪。" in announced({"cascade": answer("cascade", nothing)}, "zh")
