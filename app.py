"""What a Space runs: read the settings, build the page, launch it."""

from __future__ import annotations

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

from backends.errors import EmerError
from demo import serving, settings
from demo.command import DONE, refused, run_command
from demo.slots import CORES


def main() -> int:
    """Serve the page until it is stopped; 2 where it can't be served as the settings want it.

    Exit codes: 0 another program or a closed terminal ended it; 2 as above; 130 Ctrl-C did.
    """
    chosen = settings.read()
    try:
        serving.check_address(chosen.host, chosen.port)
        with serving.private_folder():
            with serving.without_proxy():  # gradio fails already when imported where one is wrong
                from demo import page  # and with it gradio, which reads now where its files go

            CORES.limit(chosen.parallel)
            page.launch(page.build(chosen), chosen)
    except EmerError as error:
        return refused(error)
    except serving.Ended:
        pass
    return DONE


if __name__ == "__main__":
    run_command(main)
