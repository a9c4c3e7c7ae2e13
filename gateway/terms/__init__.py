"""The customer's terms: what each decided, kept as a ledger with its projection, and the policy that keeps to it."""
