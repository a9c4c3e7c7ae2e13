"""The Studio's doors: what admins change of what the bot says."""
