"""What stands in the zoo: how a file is made from the gallery's happy clip, and what is right."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe

from backends.base import ALL_MODALITIES, Modality
from tests.helpers.places import GALLERY

PLAIN = GALLERY / "1001_DFA_HAP_XX.mp4"
"""1.9 s, 480 × 360, 29.97 pictures a second, H.264 and AAC of 44.1 kHz, mono."""
SECONDS = 1.91

PICTURE, SOUND = frozenset({Modality.VISUAL}), frozenset({Modality.ACOUSTIC})
NOTHING_GONE: frozenset[Modality] = frozenset()
NO_PICTURE = frozenset({Modality.VISUAL})
NO_SOUND = frozenset({Modality.ACOUSTIC, Modality.LEXICAL})


class NotMade(Exception):
    """Why a file can't be made here, such as for want of an encoder."""


@dataclass(frozen=True)
class Specimen:
    """One file and what is right for it."""

    kind: str
    """Which cage it stands in: containers, sounds, rates, sizes, turns, depths, damages, names."""
    name: str
    """The file's name, with its ending."""
    make: Callable[[Path], None]
    """Writes the file. Raises NotMade."""
    gone: frozenset[Modality] | None = NOTHING_GONE
    """What the file does not hold; None: that may be anything."""
    like: bool = True
    """Whether the answer should be that of the plain clip, as far as the file holds it."""
    framed: bool = True
    """Whether its pictures show what the plain ones do, and as they do."""
    told: bool = False
    """Whether something is wrong with it, so that a caveat or a refusal must say so."""
    torn: bool = False
    """Whether the file itself is damaged, not only what it shows."""
    asked: frozenset[Modality] = ALL_MODALITIES
    """What of it is explained: where only pictures or names differ, the rest costs time and shows
    nothing."""
    lasts: float | None = SECONDS
    """Seconds of sound or picture that an answer must have received; None: any."""


def ffmpeg(arguments: str, *, source: Path = PLAIN, before: str = "") -> Callable[[Path], None]:
    """Makes a file from `source` by FFmpeg, with these arguments before and after `-i`."""

    def make(path: Path) -> None:
        call(f"{before} -i {shlex.quote(str(source))} {arguments}", path)

    return make


def call(arguments: str, path: Path) -> None:
    """Run FFmpeg; it writes to `path`. Raises NotMade with its last line."""
    command = [get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *shlex.split(arguments)]
    done = subprocess.run([*command, f"file:{path}"], capture_output=True, timeout=300, check=False)
    if done.returncode or not path.is_file():
        raise NotMade(done.stderr.decode(errors="replace").strip().splitlines()[-1:])


def changed(
    change: Callable[[bytes], bytes], make: Callable[[Path], None]
) -> Callable[[Path], None]:
    """Makes a file and changes its bytes."""

    def both(path: Path) -> None:
        make(path)
        path.write_bytes(change(path.read_bytes()))

    return both


def harmed(
    name: str, make: Callable[[Path], None], *, told: bool = True, torn: bool | None = None
) -> Specimen:
    """A file with something wrong, of which any answer will do that says so."""
    torn = told if torn is None else torn
    return Specimen("damages", name, make, None, like=False, told=told, torn=torn, lasts=None)


def copied(path: Path) -> None:
    """The plain clip itself."""
    path.write_bytes(PLAIN.read_bytes())
