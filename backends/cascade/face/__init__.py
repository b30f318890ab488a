"""What the face does: where it is, its mesh, what it seems to express, and its moments."""
