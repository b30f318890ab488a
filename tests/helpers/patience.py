"""How long a test waits for what must come: how busy the machine is says nothing about the code."""

PATIENCE = 180.0
"""Seconds. Nobody waits that long but where it never comes."""
