"""What is wrong with how the gateway is set up: one line for the person who can mend it."""

from __future__ import annotations


class ConfigurationFault(Exception):
    """Says where, what was seen and what to do. Never holds a secret."""
