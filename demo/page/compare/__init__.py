"""How well do they agree: the answers beside the ground truth, and the judge."""
