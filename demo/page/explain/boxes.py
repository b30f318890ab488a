"""Where the faces are, for the script that draws boxes about them over the player."""

from __future__ import annotations

from backends.base import Explanation


def boxes(answer: Explanation) -> dict[str, object]:
    """`times`: of all frames that were looked at (s); `people`: as in `Explanation.people`."""
    found = {one.person: one.boxes for one in answer.people if one.boxes}
    seen = {box[0] for of_one in found.values() for box in of_one}
    return {
        "times": sorted({*answer.received.frame_times, *seen}) if found else [],
        "people": [
            {"person": person, "boxes": [[round(value, 4) for value in box] for box in of_one]}
            for person, of_one in found.items()
        ],
    }
