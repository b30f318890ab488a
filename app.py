"""What a Space runs: read the settings, build the page, launch it."""

from __future__ import annotations

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

from demo import page, settings


def main() -> None:
    """Serve the page until it is stopped."""
    chosen = settings.read()
    page.launch(page.build(chosen), chosen)


if __name__ == "__main__":
    main()
