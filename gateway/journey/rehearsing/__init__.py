"""Rehearsing: drafts and questions played by the real turn, heard by nobody."""
