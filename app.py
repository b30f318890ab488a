"""What a Space runs: read the settings, build the page, launch it."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

from demo import page, settings
from demo.ground_truth import GroundTruthError


def main() -> int:
    """Serve the page until it is stopped; 2 where the ground truth of `--data` can't be used."""
    chosen = settings.read()
    try:
        blocks = page.build(chosen)
    except GroundTruthError as error:
        print(error, file=sys.stderr)
        return 2
    page.launch(blocks, chosen)
    return 0


if __name__ == "__main__":
    sys.exit(main())
