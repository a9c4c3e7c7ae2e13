"""Bulletins for webhooks of the brand's own.

Revision: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_WAITS, _DEAD = sa.text("state = 'waiting'"), sa.text("state = 'dead'")


def upgrade() -> None:
    _bulletin()


def _bulletin() -> None:
    op.create_table(
        "bulletin",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("webhook", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="waiting"),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("bulletin_due", "bulletin", ["webhook", "next_at"], sqlite_where=_WAITS, postgresql_where=_WAITS)
    op.create_index("bulletin_dead", "bulletin", ["webhook", "at"], sqlite_where=_DEAD, postgresql_where=_DEAD)
    op.create_index("bulletin_customer", "bulletin", ["customer_id"])
