"""Where things lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GALLERY = ROOT / "assets" / "gallery"
SHARED = ROOT.parent / "shared" / "data"
"""Data that is not in the repository; a test that needs it skips where it is missing."""
