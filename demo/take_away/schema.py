"""Print the JSON Schema of what is taken away as JSON: `python -m demo.take_away.schema`."""

from __future__ import annotations

import json

from demo.command import DONE, run_command
from demo.take_away.json_document import schema


def main() -> int:
    """Print it; returns the exit code."""
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return DONE


if __name__ == "__main__":
    run_command(main)
