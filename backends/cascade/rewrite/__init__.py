"""The rationale in a language model's words, and whether the clues bear it out."""
