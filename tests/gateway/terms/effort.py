"""How hard to try: a little with every run of the tests, `CAUSERIE_EFFORT=20` times as much before a release."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EFFORT = max(int(os.environ.get("CAUSERIE_EFFORT", "1")), 1)


def tries(examples: int, **more: int) -> settings:
    """So many examples in a short run, and `EFFORT` times as many in a long one."""
    return settings(max_examples=examples * EFFORT, deadline=None, suppress_health_check=list(HealthCheck), **more)
