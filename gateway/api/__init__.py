"""Doors: webhooks, the API for programs, the Desk for people. Nothing is decided here."""
