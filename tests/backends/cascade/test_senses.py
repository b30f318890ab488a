"""The voice's sense: silence is told from the samples, and what is too short is not judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backends import weights
from backends.base import Language
from backends.cascade import senses
from backends.cascade.face import face
from backends.cascade.phrases import Phrases
from backends.cascade.senses import Sensed
from backends.cascade.voice import voice
from backends.cascade.voice.speech import Stretch
from backends.clip import Clip
from backends.errors import BackendError
from backends.reading.basic_emotions import BASIC
from tests.helpers import media, sensed

pytestmark = pytest.mark.models


def heard(clip: Clip, language: Language = "en") -> Sensed:
    return sensed.of(senses.hear(clip, Phrases(language, clip.start, clip.end)))


def kinds(found: Sensed) -> list[str]:
    return [finding.kind for finding in found.findings if not finding.usual]


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    """Pictures for 2 s, a tone of half the full scale for the first 1.2 s."""
    return media.write(tmp_path / "tone.mp4", 2.0, sound=media.tone(1.2, 440.0))


def test_a_short_tone_is_no_silence(tone: Path) -> None:
    assert kinds(heard(Clip.open(tone, segment=(1.0, 1.15)))) == ["no_voice"]


def test_zeros_are_silence(tmp_path: Path) -> None:
    path = media.write(tmp_path / "silent.mp4", sound=np.zeros(16_000, np.float32))
    for part in (None, (0.2, 0.35)):
        assert kinds(heard(Clip.open(path, segment=part))) == ["silence"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "no sound is found here, and so no voice"),
        ("zh", "这里没有找到声音，因此也没有找到人声"),
    ],
)
def test_after_the_end_of_the_sound_there_is_none(
    tone: Path, language: Language, sentence: str
) -> None:
    clip = Clip.open(tone, segment=(1.5, 1.9))
    assert clip.sound.size == 0
    (finding,) = heard(clip, language).findings
    assert Phrases(language, clip.start, clip.end).clause(finding) == sentence


def speaking(
    clip: Clip, monkeypatch: pytest.MonkeyPatch, *stretches: tuple[float, float]
) -> Sensed:
    """What is heard where somebody is found to speak at `stretches`."""
    monkeypatch.setattr(voice, "speech_stretches", lambda _: [Stretch(*s) for s in stretches])
    return heard(clip)


TOO_SHORT = "Too little is said for the voice to be judged."


@pytest.mark.parametrize("stretch", [(0.5, 0.65), (0.5, 0.85), (0.5, 1.25)])
def test_what_is_too_short_is_not_judged(
    happy: Path, monkeypatch: pytest.MonkeyPatch, stretch: tuple[float, float]
) -> None:
    found = speaking(Clip.open(happy), monkeypatch, stretch)
    assert kinds(found)[0] == "voice"
    assert not any(finding.topic == "course" for finding in found.findings)
    assert found.opinion is None
    assert found.caveats == (TOO_SHORT,)


def test_what_is_long_enough_is_judged(happy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = speaking(Clip.open(happy), monkeypatch, (0.5, 0.9), (1.0, 1.45))
    assert any(finding.topic == "course" for finding in found.findings)
    assert found.opinion is not None
    assert TOO_SHORT not in found.caveats


@pytest.mark.parametrize("how", ["named", "deleted"])
def test_without_the_head_the_voice_is_measured_and_not_judged(
    happy: Path, how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clip = Clip.open(happy)
    usual = heard(clip)
    if how == "named":
        monkeypatch.setenv(weights.WITHOUT, "voice-head")
    else:
        for file in weights.FOLDER.iterdir():
            if file.name != "voice_head.npz":
                (tmp_path / file.name).symlink_to(file)
        monkeypatch.setattr(weights, "FOLDER", tmp_path)
    monkeypatch.setattr(voice.voice_head, "probabilities", None)  # whoever calls it fails
    found = heard(clip)
    assert found.opinion is None and not found.caveats[0].startswith("Too little")
    assert not any(finding.topic == "course" for finding in found.findings)
    measured = {finding.kind: finding.value for finding in found.findings}
    assert measured == {f.kind: f.value for f in usual.findings if f.topic != "course"}
    assert "voice_head.npz" not in weights.versions()


def test_only_what_is_optional_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(weights.WITHOUT, "voice-head, face")
    with pytest.raises(BackendError, match="can't leave out face, only: voice-head"):
        weights.is_left_out("voice-head")


def test_a_part_of_a_word_is_not_judged(happy: Path) -> None:
    clip = Clip.open(happy.with_name("1001_DFA_ANG_XX.mp4"), segment=(1.0, 1.15))
    found = heard(clip)
    assert kinds(found) == ["voice"]
    assert found.caveats == (TOO_SHORT,)


def test_voice_and_caveat_agree_on_how_much_tone_is_usual(
    happy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen = voice.listen

    def edge(*what: object) -> voice.VoiceReport:
        report = listen(*what)  # type: ignore[arg-type]
        return replace(report, prosody=replace(report.prosody, voiced=0.6096))

    monkeypatch.setattr(voice, "listen", edge)
    found = heard(Clip.open(happy))
    assert "toneless" not in kinds(found)
    assert not any("no tone" in caveat for caveat in found.caveats)


def test_what_the_face_does_counts_in_its_reading(happy: Path) -> None:
    clip = Clip.open(happy)
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    mean = face.read([*face.follow((f.time, f.image) for f in clip.frames)]).mean_expression
    assert mean is not None and found.opinion is not None
    assert "smile" in kinds(found)
    happiness = BASIC.index("happy")
    assert found.opinion.probabilities[happiness] > mean[happiness] + 0.02


def test_pictures_that_are_lost_at_the_end_are_not_seen(happy: Path, tmp_path: Path) -> None:
    """A held picture counts until the end, but what followed the last whole one is unknown."""
    import av

    torn = bytearray(happy.read_bytes())
    with av.open(str(happy)) as container:
        for packet in container.demux(container.streams.video[0]):
            if packet.size and packet.pts * packet.time_base > 0.8:
                torn[packet.pos : packet.pos + packet.size] = b"\xff" * packet.size
    path = tmp_path / "torn.mp4"
    path.write_bytes(torn)
    clip = Clip.open(path)
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    assert found.findings[0].kind == "face"
    assert found.findings[0].end == pytest.approx(clip.frames[-1].time)
    assert found.findings[0].end < 0.9 < clip.end
