"""Who is spoken with: customers, the addresses they are reached at, their threads and their one conversation."""
