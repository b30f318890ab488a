"""Frames, sound and words of a clip as parts of one chat message.

Each goes as a part of its own: serving engines drop the sound track of a video silently.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from backends.clip import Frame
from backends.sound import wav

Part = dict[str, Any]

JPEG_QUALITY = 90
TICKS = 1000
"""Time stamps a second of the video that is sent."""


def content(
    prompt: str,
    frames: Sequence[Frame],
    picture: Literal["frames", "video", "none"],
    sound: NDArray[np.float32],
    sound_as: Literal["input_audio", "audio_url", "none"],
) -> list[Part] | str:
    """The content of a user's message: picture, sound, then the words; a string if words only.

    Empty `frames` or `sound` (mono, 16 kHz) are left out.
    """
    parts: list[Part] = []
    if frames and picture == "video":
        parts.append({"type": "video_url", "video_url": {"url": _url("video/mp4", mp4(frames))}})
    elif frames and picture == "frames":
        pictures = [_url("image/jpeg", jpeg(frame)) for frame in frames]
        parts += [{"type": "image_url", "image_url": {"url": url}} for url in pictures]
    if sound.size and sound_as == "audio_url":
        parts.append({"type": "audio_url", "audio_url": {"url": _url("audio/wav", wav(sound))}})
    elif sound.size and sound_as == "input_audio":
        data = base64.b64encode(wav(sound)).decode()
        parts.append({"type": "input_audio", "input_audio": {"data": data, "format": "wav"}})
    return [*parts, {"type": "text", "text": prompt}] if parts else prompt


def jpeg(frame: Frame) -> bytes:
    """A frame as a JPEG file."""
    import cv2

    image = cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return bytes(data)


def mp4(frames: Sequence[Frame]) -> bytes:
    """Frames as a silent H.264 video in which each is shown from its own time on.

    A last row or column is cut off where height or width is odd, which the format can't hold.
    """
    import av

    height, width = (side // 2 * 2 for side in frames[0].image.shape[:2])
    span = frames[-1].time - frames[0].time
    rate = Fraction(len(frames) - 1) / Fraction(span) if span > 0 else Fraction(1)
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=rate.limit_denominator(TICKS))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS)
        for frame in frames:
            picture = av.VideoFrame.from_ndarray(
                np.ascontiguousarray(frame.image[:height, :width]), format="rgb24"
            )
            picture.pts = round((frame.time - frames[0].time) * TICKS)
            picture.time_base = Fraction(1, TICKS)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return file.getvalue()


def _url(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
