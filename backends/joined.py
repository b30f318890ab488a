"""Streams whose time starts anew or leaps, as where recordings were joined: made one time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av.container import InputContainer

JOINABLE = ("mpegts", "mpeg", "ogg")
"""FFmpeg's names of forms of which two files, one after the other, are one that plays on."""

BACK, AHEAD = 1.0, 10.0
"""Seconds by which a stream's packets may come before the last of it, and after those of all
streams: pictures are stored out of order, and a stream may have nothing to give for a while."""


def packets_of(container: InputContainer, *streams: Any) -> Iterator[Any]:
    """The packets of the streams, or of all of them, in a time that goes on over every joint."""
    packets = container.demux(*streams)
    return _as_one(packets) if container.format.name in JOINABLE else packets


def _as_one(packets: Iterator[Any]) -> Iterator[Any]:
    latest = 0.0  # what is added to the times since the last joint
    added: dict[int, float] = {}
    ends: dict[int, float] = {}
    for packet in packets:
        stamp = packet.pts if packet.dts is None else packet.dts
        if stamp is None or packet.stream.type not in ("video", "audio"):
            yield packet
            continue
        own, base = packet.stream.index, packet.time_base
        time = float(stamp * base)
        add = added.get(own, latest)
        if own in ends and not _goes_on(time + add, own, ends):
            # a packet from before the joint may come after the first from behind it
            add = latest if _goes_on(time + latest, own, ends) else max(ends.values()) - time
            latest = add
        added[own] = add
        ends[own] = time + add + float((packet.duration or 0) * base)
        if add:
            ticks = round(add / base)
            packet.pts = None if packet.pts is None else packet.pts + ticks
            packet.dts = None if packet.dts is None else packet.dts + ticks
        yield packet


def _goes_on(time: float, own: int, ends: dict[int, float]) -> bool:
    return ends[own] - BACK < time < max(ends.values()) + AHEAD


def from_a_key(packets: Iterator[Any], stream: Any, start: float) -> Iterator[Any]:
    """Of `stream`, only what it takes to decode from `start` (seconds of its time stamps) on: the
    packets from the last one before it at which decoding can begin."""
    held: list[Any] = []
    for packet in packets:
        ours = packet.stream.index == stream.index and packet.pts is not None
        if ours and float(packet.pts * packet.time_base) <= start:
            if packet.is_keyframe:
                held.clear()
            held.append(packet)
            continue
        if ours or packet.pts is None:
            yield from held
            held.clear()
        yield packet
    yield from held
