"""`/api/v1`: what programs ask and change, with a key."""
