"""Other desks: a case may be given to the people of another one, and comes back from there."""
