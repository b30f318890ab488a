"""Cut a part out of a clip: `python -m demo.cut CLIP --from S --to S --out FILE`.

Exit codes: 0 done; 2 bad use, a clip that can't be used, or a file that can't be written;
130 interrupted.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from backends.clip import Clip, Limits, part_between
from backends.errors import EmerError
from demo import clip_writer
from demo.clip_writer import CutError
from demo.command import DONE, add_tracks, given, refused, run_command, second
from demo.strings import COMMANDS

LIMITS = Limits(max_seconds=300.0, max_megabytes=20_000.0)
"""A part may be this long, the file it is cut from this large: to make it fit is what it is for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.cut",
        description="Write a part of a clip to a new file that plays anywhere.",
    )
    parser.add_argument("clip", type=Path, metavar="CLIP", help="a video or sound file")
    parser.add_argument("--from", type=second, dest="start", metavar="S", help="second to begin at")
    parser.add_argument("--to", type=second, dest="end", metavar="S", help="second to end at")
    add_tracks(parser)
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="a new file: .mp4; for a clip without a picture .wav, .m4a or .mp3",
    )
    options = parser.parse_args(given(arguments))
    try:
        if options.out.exists():
            raise CutError(COMMANDS("cut.there", file=options.out))
        clip = Clip.open(
            options.clip,
            segment=part_between(options.start, options.end),
            picture=options.picture_track,
            sound=options.sound_track,
            limits=LIMITS,
        )
        clip_writer.write(clip, options.out)
    except EmerError as error:
        return refused(error)
    print(f"{options.out}: {clip.end - clip.start:.2f} s")
    return DONE


if __name__ == "__main__":
    run_command(main)
