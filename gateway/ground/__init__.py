"""What everything above stands on: time, ids, the database, Redis, the log."""
