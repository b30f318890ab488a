"""What is said: the transcript with its times, and what the words speak for."""
