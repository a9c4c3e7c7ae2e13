"""Measured, not promised: see README.md in this folder."""
