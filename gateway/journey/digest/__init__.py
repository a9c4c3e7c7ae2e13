"""Digests: what was gathered for a customer, told as one message on the days that they chose."""
