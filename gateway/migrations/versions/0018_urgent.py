"""Where more is due than may leave, answers are found before what is expected, and that before all else.

Revision: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

DUE = "state IN ('queued', 'deferred', 'held', 'digested')"
BEFORE_OTHERS = {
    "delivery_urgent": "category IN ('conversation', 'critical')",
    "delivery_expected": "category IN ('requested', 'transactional', 'service')",
}


def upgrade() -> None:
    for name, which in BEFORE_OTHERS.items():
        where = sa.text(f"{DUE} AND {which}")
        op.create_index(name, "delivery", ["account", "next_at"], sqlite_where=where, postgresql_where=where)
