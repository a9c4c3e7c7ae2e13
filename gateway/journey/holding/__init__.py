"""Holding: who holds a conversation, bot, people or another app, and how the pen passes from one to the next."""
