"""What was said: what arrived and waits (inbox), messages, and the deliveries that carry the outgoing ones."""
