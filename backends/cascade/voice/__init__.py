"""How it is said: where there is speech, pitch, loudness, pace, and what the voice resembles."""
