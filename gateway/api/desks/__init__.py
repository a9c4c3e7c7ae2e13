"""The doors for other desks: what their people answer, and that they are done."""
