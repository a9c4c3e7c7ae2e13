"""Floor 1: what a message is, and how each provider spells it."""
