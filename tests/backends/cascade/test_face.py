"""The face: nets against reference values, segments of expression, the six clips of the gallery."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest

from backends.cascade.face import expression, face
from backends.cascade.face import nets as face_nets
from backends.cascade.face.cues import CUES
from backends.cascade.face.mirror import MIRRORED
from backends.cascade.face.series import FaceEvent
from backends.clip import Clip
from backends.reading.basic_emotions import BASIC
from tests.helpers.face_series import series
from tests.helpers.places import GALLERY, SHARED

SOURCE = SHARED / "weights"
CLIPS = ("ANG", "DIS", "FEA", "HAP", "NEU", "SAD")


def kinds(events: list[FaceEvent]) -> list[str]:
    return [event.kind for event in events]


def pattern(side: int, channels: int) -> np.ndarray:
    y, x, c = np.mgrid[:side, :side, :channels]
    return ((x * x + 3 * y * y + x * y + 40 * c) % 256).astype(np.uint8)


def test_converted_net_answers_as_the_original():
    """As face-api 1.7.15 does in TensorFlow.js 4 to the same pattern, in the order of BASIC."""
    import cv2

    original = [0.12571, 0.30032, 0.05692, 0.49932, 0.00886, 0.00465, 0.00421]
    pixels = cv2.dnn.blobFromImages([pattern(112, 3)])
    (answer,) = face_nets.run("expression_dense.onnx", pixels, ["probabilities"])
    assert answer[0] == pytest.approx(original, abs=2e-4)


def test_the_adviser_counts_where_it_is_certain_and_hardly_else(monkeypatch):
    people = np.array([0.5, 0.1, 0.1, 0.2, 0.05, 0.0, 0.05])
    monkeypatch.setattr(expression, "own", lambda _: people)
    for sure, leads in ((0.999, 3), (0.8, 0)):
        advice = np.full(7, (1 - sure) / 6)
        advice[3] = sure
        monkeypatch.setattr(expression, "adviser", lambda _, advice=advice: advice)
        answer = expression.expression(pattern(48, 3))
        assert answer.sum() == pytest.approx(1, abs=1e-6)
        assert answer.argmax() == leads
    even = np.full(7, 1 / 7)
    monkeypatch.setattr(expression, "adviser", lambda _: even)
    assert answer == pytest.approx(expression.expression(pattern(48, 3)), abs=0.01)


def test_what_is_merely_common_is_no_evidence(monkeypatch):
    """Of a face that tells nothing the own net answers what is common."""
    common = np.array(expression.OFTEN) ** expression.PRIOR
    monkeypatch.setattr(expression, "own", lambda _: common / common.sum())
    monkeypatch.setattr(expression, "adviser", lambda _: np.full(7, 1 / 7))
    assert expression.read(pattern(48, 3)).evidence == pytest.approx(np.full(7, 1 / 7), abs=1e-6)


def test_conversion_gives_a_net_that_answers_as_the_one_that_ships(tmp_path, monkeypatch):
    convert_faces = pytest.importorskip(
        "backends.cascade.train.convert_faces", reason="onnx is not installed (extra: train)"
    )
    if not SOURCE.exists():
        pytest.skip("the original nets are not here")
    convert_faces.convert(SOURCE, tmp_path)
    pictures = [pattern(side, 3) for side in (64, 100, 112)]
    shipped = [expression.adviser(picture) for picture in pictures]
    read = []
    monkeypatch.setattr(face_nets, "_NETS", {})
    monkeypatch.setattr(
        face_nets.weights, "read", lambda name: read.append(name) or (tmp_path / name).read_bytes()
    )
    converted = [expression.adviser(picture) for picture in pictures]
    assert read == ["expression_dense.onnx"]
    assert np.stack(converted) == pytest.approx(np.stack(shipped), abs=1e-5)


def test_mirror_image_does_not_matter():
    picture = pattern(100, 3)
    mirrored = np.ascontiguousarray(picture[:, ::-1])
    one, other = expression.expression(picture), expression.expression(mirrored)
    assert one == pytest.approx(other, abs=1e-4)


@pytest.mark.parametrize("wide", [True, False])
def test_a_mirrored_picture_shows_the_mirrored_face(wide):
    """Places to a hundredth of a pixel, and no other number at all."""
    image = frames("FEA")[11][1]  # his mouth is open, and not even
    if not wide:
        image = image[:, 100:321]  # upright, and of an odd width
    width = image.shape[1]
    mirrored = np.ascontiguousarray(image[:, ::-1])
    ((one,), (other,)) = (face_nets.detect(picture) for picture in (image, mirrored))
    assert other.side == pytest.approx(one.side, abs=0.01)
    assert other.centre == pytest.approx((width - one.centre[0], one.centre[1]), abs=0.01)
    assert other.eyes[::-1] == pytest.approx(abs(one.eyes - (width, 0)), abs=0.02)
    moments = face.follow([(0.0, image), (1.0, mirrored)])
    a, b = (moment.faces[0] for moment in moments)
    assert b.expression == pytest.approx(a.expression, abs=2e-3)
    turned = {"yaw", "roll", "gaze"}
    for name in CUES:
        mine, theirs = getattr(a.cues, name), getattr(b.cues, name)
        tolerance = 0.02 + (0.2 if name in {*turned, "pitch", "teeth"} else 0)
        assert theirs == pytest.approx(-mine if name in turned else mine, abs=tolerance), name


def test_each_point_of_the_mesh_has_one_on_the_other_side():
    assert (MIRRORED[MIRRORED] == np.arange(468)).all()
    image = frames("NEU")[0][1]
    points = face_nets.mesh(image, face_nets.detect(image)[0]).points[:, 0]
    middle = points[[10, 2, 0, 152]].mean()
    assert abs(points + points[MIRRORED] - 2 * middle).max() < 12  # of a face of 115 pixels


def test_no_face_in_noise_or_dark():
    noise = np.random.default_rng(0).integers(0, 256, (4, 360, 480, 3)).astype(np.uint8)
    frames = [*enumerate(noise), (4, np.zeros((360, 480, 3), np.uint8))]
    report = face.read([*face.follow(frames)])
    assert (report.people, report.persons, report.events) == (0, 0, ())
    assert report.mean_expression is None
    assert face.expression_segments(report) == []


def test_no_frames_at_all():
    report = face.read([*face.follow([])])
    assert (report.people, report.persons) == (0, 0)
    assert face.expression_segments(report) == []


def report_of(leads: str) -> face.FaceReport:
    """Each letter: the expression that leads for a tenth of a second; a dot: no face."""
    letters = {"n": "neutral", "h": "happy", "s": "sad"}
    drawn = series(len(leads) / 10)
    drawn.expression[:] = 0.05
    for i, letter in enumerate(leads):
        drawn.present[i] = letter != "."
        drawn.expression[i] = np.nan if letter == "." else 0.05
        if letter != ".":
            drawn.expression[i, BASIC.index(letters[letter])] = 0.7
    drawn.evidence[:] = drawn.expression
    return face.FaceReport(drawn, people=1, persons=1, events=())


@pytest.mark.parametrize(
    ("leads", "expected"),
    [
        # One begins to lead between the frames that show it and the one before.
        ("nnnnnhhhhh", [("neutral", 0.0, 0.45), ("happy", 0.45, 1.0)]),
        ("nnnnnhnnnn", [("neutral", 0.0, 1.0)]),
        ("nnnnsnhhhh", [("neutral", 0.0, 0.55), ("happy", 0.55, 1.0)]),
        ("nnnn..nnnn", [("neutral", 0.0, 0.4), ("neutral", 0.6, 1.0)]),
        ("h", [("happy", 0.0, 0.1)]),
    ],
)
def test_segments(leads, expected):
    found = face.expression_segments(report_of(leads))
    assert [(s.emotion, s.start, s.end) for s in found] == [
        (emotion, pytest.approx(start), pytest.approx(end)) for emotion, start, end in expected
    ]
    assert all(s.probability >= s.runner_up_probability for s in found)


def test_smoothing_skips_frames_without_the_face():
    values = np.array([[1.0], [np.nan], [4.0], [1.0]], np.float32)
    smooth = face.smooth(values, np.array([True, False, True, True]))
    assert smooth[:, 0] == pytest.approx([1, np.nan, 3, 2], nan_ok=True)


@cache
def frames(name: str) -> list[tuple[float, np.ndarray]]:
    clip = Clip.open(GALLERY / f"1001_DFA_{name}_XX.mp4")
    return [(frame.time, frame.image) for frame in clip.frames]


@cache
def report(name: str) -> face.FaceReport:
    return face.read([*face.follow(frames(name))])


@pytest.mark.parametrize("name", CLIPS)
def test_one_man_is_followed_through_a_clip(name):
    found, times = report(name), [time for time, _ in frames(name)]
    assert (found.people, found.persons) == (1, 1)
    assert found.series.present.all()
    assert found.series.expression.sum(1) == pytest.approx(1, abs=1e-3)
    for event in found.events:
        assert times[0] <= event.start <= event.end <= times[-1]
    segments = face.expression_segments(found)
    assert (segments[0].start, segments[-1].end) == (times[0], times[-1])


@pytest.mark.parametrize(
    ("name", "emotion"), [("HAP", "happy"), ("NEU", "neutral"), ("DIS", "angry")]
)
def test_the_crowds_first_choice_leads(name, emotion):
    mean = report(name).mean_evidence
    assert mean is not None
    assert BASIC[int(mean.argmax())] == emotion


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Looked up in the enlarged frames of each clip.
        ("ANG", {"jaw_drop": 1.2}),
        (
            "DIS",
            {"frown": 1.5, "jaw_drop": 1.3, "upper_lip_raised": 1.5, "teeth_shown": 1.5}
            | {"grimace_stays": 2.0},
        ),
        (
            "FEA",
            {"brows_raised": 0.7, "eyes_widen": 0.7, "forehead_creases": 1.5}
            | {"eyes_narrow": 0.2, "jaw_drop": 1.1, "inner_brows_raised": 1.5},
        ),
        (
            "HAP",
            {"blink": 0.2, "brows_raised": 0.5, "forehead_creases": 0.5, "smile": 1.4}
            | {"teeth_shown": 1.4, "smile_stays": 1.6},
        ),
        ("NEU", {"blink": 0.3, "brows_level": 1.0}),
        ("SAD", {"blink": 0.3, "jaw_drop": 1.1}),
    ],
)
def test_what_the_man_does(name, expected):
    events = report(name).events
    assert set(kinds([*events])) == set(expected)
    for kind, time in expected.items():
        assert any(e.start - 0.05 <= time <= e.end + 0.05 for e in events if e.kind == kind)


def test_two_faces_side_by_side_stay_apart():
    pairs = zip(frames("HAP")[:6], frames("NEU")[:6], strict=True)
    both = [(time, np.hstack([left, right])) for (time, left), (_, right) in pairs]
    moments = [*face.follow(both)]
    report = face.read(moments)
    assert (report.people, report.persons) == (2, 2)
    for side in (0, 1):
        people = {
            seen.person for m in moments for seen in m.faces if (seen.left > 480) == bool(side)
        }
        assert len(people) == 1


def test_persons_of_all_shots_are_counted():
    pictures = [image for _, image in frames("HAP")[:9]]
    shots = [*pictures[:3], *(image[::2, ::2] for image in pictures[3:6]), *pictures[6:]]
    moments = [*face.follow((i / 10, image) for i, image in enumerate(shots))]
    report = face.read(moments)
    assert (report.people, report.persons) == (1, 2)
    once = face.read([*moments[:4], *moments[6:]])  # In one frame only: maybe no face at all.
    assert (once.people, once.persons) == (1, 1)


def test_two_threads_get_the_same_answers():
    picture = frames("HAP")[0][1]
    crop = face_nets.crop(picture, face_nets.detect(picture)[0])
    with ThreadPoolExecutor(2) as pool:
        answers = [*pool.map(expression.expression, [crop] * 8)]
    assert all(np.array_equal(answer, answers[0]) for answer in answers)


def test_turning_the_picture_turns_the_cues():
    import cv2

    def cues(image):
        (moment,) = face.follow([(0.0, image)])
        return moment.faces[0].cues

    picture = frames("NEU")[0][1]
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -15, 1)
    turned = cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    upright, tilted = cues(picture), cues(turned)
    assert tilted.roll - upright.roll == pytest.approx(15, abs=2)
    assert tilted.mouth_width == pytest.approx(upright.mouth_width, rel=0.05)
    mirrored = cues(np.ascontiguousarray(picture[:, ::-1]))
    assert mirrored.yaw == pytest.approx(-upright.yaw, abs=2)


def test_a_reading_that_the_evidence_speaks_against_is_surer_of_neither():
    """Bared teeth: people on the web would say happy, the evidence says disgusted."""
    drawn = series(4, "happy")
    (sure,) = face.expression_segments(face.FaceReport(drawn, 1, 1, ()))
    assert (sure.emotion, sure.probability) == ("happy", pytest.approx(0.7))
    drawn.evidence[:] = 0.05
    drawn.evidence[:, BASIC.index("disgusted")] = 0.7
    (unsure,) = face.expression_segments(face.FaceReport(drawn, 1, 1, ()))
    assert {unsure.emotion, unsure.runner_up} == {"happy", "disgusted"}
    assert unsure.probability == unsure.runner_up_probability == pytest.approx(0.375)
