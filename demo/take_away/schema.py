"""Print the JSON Schema of what is taken away as JSON: `python -m demo.take_away.schema`."""

from __future__ import annotations

import json

from demo.command import speak_utf8
from demo.take_away.json_document import schema

if __name__ == "__main__":
    speak_utf8()
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
