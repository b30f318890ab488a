"""What a Space runs: read the settings, build the page, launch it."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

from demo import serving, settings
from demo.command import BAD_INPUT, DONE, run_command
from demo.ground_truth import GroundTruthError
from demo.slots import CORES


def main() -> int:
    """Serve the page until it is stopped; 2 where it can't be served as the settings want it."""
    chosen = settings.read()
    try:
        serving.check_address(chosen.host, chosen.port)
        with serving.private_folder():
            from demo import page  # and with it gradio, which reads now where its files go

            CORES.limit(chosen.parallel)
            page.launch(page.build(chosen), chosen)
    except (GroundTruthError, serving.ServingError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        pass  # Ctrl-C is how it is meant to end
    return DONE


if __name__ == "__main__":
    run_command(main)
