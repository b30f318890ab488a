"""What a person sees and does with explanations."""

import backends  # noqa: F401  it watches for Ctrl-C while a command is still being loaded
