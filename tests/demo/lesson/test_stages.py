"""What a teacher can do when, and that nothing that was revealed is voted on again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from demo.lesson.stages import Action, Given, Stage, Standing, Step, over, possible


def steps(revealed: tuple[bool, bool] = (False, False)) -> list[Step]:
    """A clip that is given twice, and one that is given once."""
    return [
        Step("a", Given.PICTURE, "1", revealed[0]),
        Step("a", Given.BOTH, "2", revealed[0]),
        Step("b", Given.BOTH, "3", revealed[1]),
    ]


def test_a_clip_is_revealed_after_its_last_step_only() -> None:
    first = possible(Standing(0, Stage.CLOSED), steps())
    assert Action.REVEAL not in first
    assert first[Action.NEXT] == Standing(1, Stage.WATCH)
    second = possible(Standing(1, Stage.CLOSED), steps())
    assert second[Action.REVEAL] == Standing(1, Stage.REVEAL)
    assert Action.NEXT not in second


def test_the_way_through() -> None:
    at, found = Standing(0, Stage.LOBBY), steps()
    for action, stage in [
        ("start", "watch"), ("next", "vote"), ("close", "closed"), ("next", "watch"),
        ("next", "vote"), ("close", "closed"), ("reveal", "reveal"), ("next", "watch"),
        ("next", "vote"), ("close", "closed"), ("reveal", "reveal"), ("next", "end"),
    ]:  # fmt: skip
        at = possible(at, found)[Action(action)]
        assert at.stage == stage
    assert at.place == 2
    assert over(at, found)


def test_back() -> None:
    assert possible(Standing(1, Stage.WATCH), steps())[Action.BACK] == Standing(0, Stage.CLOSED)
    shown = steps((True, False))
    assert possible(Standing(2, Stage.WATCH), shown)[Action.BACK] == Standing(1, Stage.REVEAL)
    assert Action.BACK not in possible(Standing(1, Stage.REVEAL), shown)
    assert possible(Standing(2, Stage.END), shown) == {Action.BACK: Standing(1, Stage.REVEAL)}


def test_nothing_but_the_end_is_over_while_a_clip_is_secret() -> None:
    assert not over(Standing(1, Stage.REVEAL), steps((True, False)))
    assert over(Standing(2, Stage.REVEAL), steps((True, True)))
    assert over(Standing(0, Stage.END), steps())


@given(st.lists(st.sampled_from([*Action]), max_size=60))
def test_what_was_revealed_is_never_voted_on(pressed: list[Action]) -> None:
    at, found = Standing(0, Stage.LOBBY), steps()
    for action in pressed:
        at = possible(at, found).get(action, at)
        if at.stage is Stage.REVEAL:
            clip = found[at.place].clip
            found = [
                Step(one.clip, one.given, one.file, one.revealed or one.clip == clip)
                for one in found
            ]
        if at.stage in (Stage.VOTE, Stage.WATCH, Stage.CLOSED):
            assert not found[at.place].revealed
