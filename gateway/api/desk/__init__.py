"""The Desk's doors: what agents, supervisors and admins see and do."""
