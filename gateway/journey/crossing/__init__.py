"""Crossing: one customer on several channels, and how they are known to be one."""
