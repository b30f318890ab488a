"""What text says: aspects of face and voice, emotion words, the four parts, sentences.

Shared by all backends and by the scores; nothing here knows a clip or a model that writes. What
belongs to a language stands in `aspects.<language>.toml` and `patterns.<language>.toml`.
"""
