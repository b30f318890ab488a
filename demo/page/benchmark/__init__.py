"""The page at /benchmark: many clips, several backends, a leaderboard."""
