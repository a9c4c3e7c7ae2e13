"""Floor 3: the journey of a message, and everything a brand runs around it."""
