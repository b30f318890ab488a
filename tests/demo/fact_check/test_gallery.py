"""The fact check on the gallery's own clips, with what the cascade measures in them."""

from time import process_time

import pytest

import backends
from backends import measured
from backends.backend import Request
from backends.base import Explanation, Language, Mark, Modality, Rationale
from backends.cascade import senses
from backends.clip import Clip
from demo.fact_check.check import check, of_explanation
from demo.metrics.grounding import grounding_of
from tests.helpers.places import GALLERY

pytestmark = pytest.mark.models

CLIPS = sorted(GALLERY.glob("*.mp4"))


def explained(clip: Clip, language: Language) -> Explanation:
    *_, last = backends.get("cascade").explain(clip, Request(language, frozenset(Modality), {}))
    assert isinstance(last, Explanation)
    return last


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_the_cascades_own_rationales_hold(path: pytest.FixtureRequest) -> None:
    for language, subtitle in (("en", None), ("zh", None), ("en", "Don't forget a jacket.")):
        clip = Clip.open(path, subtitle=subtitle)  # type: ignore[arg-type]
        said = explained(clip, language)
        found = measured.known(clip)  # the cascade has just measured it
        assert found is not None
        checked = of_explanation(said, found, language).claims
        assert [one for one in checked if one.mark is Mark.CONTRADICTED] == []
        assert grounding_of(checked) == 1
        assert sum(one.mark is Mark.BORNE_OUT for one in checked) >= 4


def test_a_clip_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clip = Clip.open(CLIPS[0])
    first = measured.measure(clip)
    monkeypatch.setattr(senses, "see", None)
    assert measured.measure(Clip.open(CLIPS[0])) is first


def test_nothing_is_kept_of_a_file_that_is_gone(tmp_path: pytest.TempPathFactory) -> None:
    copy = tmp_path / "copy.mp4"  # type: ignore[operator]
    copy.write_bytes(CLIPS[0].read_bytes())
    clip = Clip.open(copy)
    assert measured.measure(clip) is not None
    assert measured.known(clip) is not None
    copy.unlink()
    assert measured.known(clip) is None


def test_checking_a_rationale_takes_little_once_the_clip_is_measured() -> None:
    found = measured.measure(Clip.open(CLIPS[3]))
    assert found is not None
    said = Rationale(
        visual="In the video, he smiles and raises his brows, so that the forehead creases.",
        acoustic="In the audio, the words come quickly, and the pitch swings up and down again.",
    )
    check(said, found, "en")  # patterns are compiled
    began = process_time()
    for _ in range(5):
        assert {one.mark for one in check(said, found, "en")} == {Mark.BORNE_OUT}
    assert process_time() - began < 5 * 0.5  # ten times what docs/fact-check.md tells
