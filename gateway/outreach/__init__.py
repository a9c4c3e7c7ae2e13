"""What the brand has to tell: items, and the digests that tell them on the customer's days. Plans; never sends."""
