"""Which clip, which backends, and what do they say: regions, handlers and the API of explaining."""
