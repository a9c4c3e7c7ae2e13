"""Timers that count from when their message left.

Revision: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("timer", sa.Column("message_id", sa.Text()))
    op.add_column("timer", sa.Column("delay", sa.BigInteger()))
