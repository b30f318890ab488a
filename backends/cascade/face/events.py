"""What a face does and when, told against the same face a moment before.

A clip of two seconds may hold no resting face at all (a smile from its first frame to its last), so
nothing here asks for one: an event is a *change* that was seen to begin and that lasts, or what
differs from most of the clip. Which changes count stands in `rules.py`. Not measured, and therefore
never told: pressed lips (their red is as high as that of lips which only touch), and brows that are
low, or drawn up at their inner ends, from the first frame on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backends.cascade.face.moves import NOD, SHAKE, TICK, blinks, swings
from backends.cascade.face.rules import CONFIRMED, RULES, Rule
from backends.cascade.face.series import (
    DEGREES,
    EYES,
    FaceEvent,
    FaceEventKind,
    Floats,
    Mask,
    Series,
    crossing,
)

MEMORY = 5.0
"""Seconds. The rest of a cue is its median over at most this long before the change."""
ONSET = 0.5
"""A change begins where it passes this part of its threshold on the way to it."""
ONSET_SECONDS = 0.3
"""A change that took longer to come is told from where it passes its threshold."""
MIN_MEMORY = 3
"""Frames that must have been seen before a change can be told."""
WHOLE = 12
"""Frames from which the median of a clip is a rest."""
FRONTAL_YAW = 25.0
"""Degrees. Beyond, one half of the face is out of sight and its mesh is a guess."""
CLOSED_MOUTH = 0.06
"""Beyond this opening the middle of the lips moves, from which the corners are measured."""

LEVEL = 0.016
"""Brows whose height stays within this are level: those that go up or down move by 0.02 or more,
and the mesh wavers by half as much while the face speaks."""
LEVEL_SECONDS = 1.5
SPEAKS = 0.1
"""Opening that a mouth reaches in speech, and hardly without."""
REST = 0.05
"""A mouth has come to rest once its opening stays so near to the one that it ends with."""
HELD_SECONDS = 0.4
HELD: dict[FaceEventKind, FaceEventKind] = {
    "smile": "smile_stays",
    "upper_lip_raised": "grimace_stays",
    "frown": "grimace_stays",
}
"""What may stay on a face whose mouth has come to rest → how that is called."""


def find_events(series: Series) -> list[FaceEvent]:
    """All events of one person, in order of their starts."""
    found = [event for rule in RULES for event in _changes(series, rule)]
    found += swings(series, "nod", "pitch", NOD) + swings(series, "head_shake", "yaw", SHAKE)
    narrow = [event for event in found if event.kind == "eyes_narrow"]
    found += [one for one in blinks(series) if not any(_overlap(one, other) for other in narrow)]
    found += _level_brows(series) + _held(series, found)
    found = [event for event in found if event.kind != "jaw_drop" or event is _widest(found)]
    return sorted(found, key=lambda event: (event.start, event.kind))


def _overlap(one: FaceEvent, other: FaceEvent) -> bool:
    return one.start <= other.end and other.start <= one.end


def _widest(found: list[FaceEvent]) -> FaceEvent | None:
    """The one time that the jaw drops which is told: each loud syllable drops it a little.

    None if the mouth stays open meanwhile, which is told instead.
    """
    drops = [event for event in found if event.kind == "jaw_drop"]
    stays = [event for event in found if event.kind == "mouth_open"]
    alone = [drop for drop in drops if not any(_overlap(drop, one) for one in stays)]
    return max(alone, key=lambda event: event.value, default=None)


def _changes(series: Series, rule: Rule) -> list[FaceEvent]:
    usable = series.clear.copy()
    if rule.unit != DEGREES or rule.steady_head:
        usable &= np.abs(series.cues["yaw"]) < FRONTAL_YAW
    if rule.closed_mouth:
        usable &= series.cues["mouth_opening"] < CLOSED_MOUTH
    moved = np.stack([series.cues[cue] for cue in rule.needs])
    amounts = np.array([*rule.needs.values()], np.float32)[:, None]
    confirmed = series.emotion(*rule.confirmed_by) if rule.confirmed_by else None
    frames = np.arange(len(series.times))
    found: list[FaceEvent] = []
    first = 0
    while first < len(series.times):
        recent = (series.times >= series.times[first] - MEMORY) & (frames < first)
        known = usable if rule.whole_clip else usable & recent
        if not usable[first] or known.sum() < (WHOLE if rule.whole_clip else MIN_MEMORY):
            first += 1
            continue
        rest = np.median(moved[:, known], axis=1, keepdims=True)
        passed = ((moved - rest) / amounts).min(0)
        far = np.maximum(np.abs(rest), np.abs(amounts))
        away = rule.unit != DEGREES or (np.abs(moved[:, [first]]) > far).all()
        last = first - 1
        if passed[first] >= 1 and away:
            last = _last(series, rule, np.where(usable, passed, np.nan), first)
        span = slice(first, last + 1)
        if (
            last < first
            or series.times[last] - series.times[first] < rule.seconds - TICK
            or (confirmed is not None and confirmed[span].mean() < CONFIRMED)
        ):
            first += 1
            continue
        peak = first + int(passed[span].argmax())
        value, usual = float(moved[0, peak]), float(rest[0, 0])
        onset = _onset(series, usable, passed, first)
        end = float(series.ends[last])
        if last + 1 < len(passed) and usable[last + 1]:
            over, under = (passed[last : last + 2] - rule.kept).tolist()
            end = crossing(series, last + 1, over, under)
        when = float(series.times[peak])
        found.append(FaceEvent(rule.kind, onset, end, value, rule.unit, usual, when))
        first = last + 1
    return found


def _last(series: Series, rule: Rule, passed: Floats, first: int) -> int:
    """The last frame of a change that has passed its threshold at frame `first`."""
    last = first
    for i in range(first + 1, len(passed)):
        if passed[i] >= rule.kept:
            last = i
        elif np.isnan(passed[i]) or series.times[i] - series.times[last] > rule.bridged:
            break
    return last


def _onset(series: Series, usable: Mask, passed: Floats, first: int) -> float:
    """When (s) a change begins that has passed its threshold at frame `first`."""
    rising = first
    while rising and usable[rising - 1] and passed[rising - 1] >= ONSET:
        rising -= 1
    if series.times[first] - series.times[rising] > ONSET_SECONDS:
        rising = first
    if not rising or not usable[rising - 1]:
        return float(series.times[rising])
    before, now = (passed[rising - 1 : rising + 1] - ONSET).tolist()
    return crossing(series, rising, before, now)


def _level_brows(series: Series) -> list[FaceEvent]:
    """The brows keep their height over the whole clip, while the mouth speaks."""
    seen = series.clear & (np.abs(series.cues["yaw"]) < FRONTAL_YAW)
    if not len(seen) or not seen.all() or series.end - series.times[0] < LEVEL_SECONDS:
        return []
    spread = float(np.ptp(series.cues["brow_height"]))
    if spread >= LEVEL or series.cues["mouth_opening"].max() < SPEAKS:
        return []
    return [FaceEvent("brows_level", float(series.times[0]), series.end, spread, EYES, LEVEL)]


def _held(series: Series, found: Sequence[FaceEvent]) -> list[FaceEvent]:
    """What began while the mouth still moved stays until the end, after it has come to rest."""
    if not series.clear.all() or len(series.times) < MIN_MEMORY:
        return []
    opening = series.cues["mouth_opening"]
    off = np.abs(opening - np.median(opening[-MIN_MEMORY:]))
    moving = np.flatnonzero(off >= REST)
    after = int(moving[-1]) + 1 if len(moving) else len(off)
    if after == len(off) or opening.max() < SPEAKS:
        return []
    rest = crossing(series, after, *(off[after - 1 : after + 1] - REST).tolist())
    held = [
        HELD[one.kind]
        for one in found
        if one.kind in HELD and one.start <= rest and one.end > series.end - HELD_SECONDS / 2
    ]
    seconds = series.end - rest
    if not held or seconds < HELD_SECONDS:
        return []
    return [FaceEvent(held[0], rest, series.end, seconds, "s", 0.0)]
