"""Room codes: six letters that are read aloud and typed without mistakes."""

from __future__ import annotations

import secrets

LETTERS = "CDFHJKMPRTWXY"
"""No vowels, so that no code is a word; of letters that look or sound alike one at most (no I and L
beside J, no B, G, N, O, Q, S, U, V, Z). 13^6 makes 4.8 million codes."""
LENGTH = 6


def drawn() -> str:
    """A code by lot; whether a room has it already, its caller must see."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def tidied(typed: str) -> str:
    """What a person typed as a code is written: "chr-tyx " → "CHRTYX"; "" where it can be none."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else ""
