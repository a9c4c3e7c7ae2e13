"""What customers say of themselves, who is not one with whom, customer numbers; tries, counted for all processes.

Revision: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_NUMBERED = sa.text("number IS NOT NULL")


def upgrade() -> None:
    op.add_column("customer", sa.Column("number", sa.Text(), nullable=True))
    op.create_index(
        "customer_number", "customer", ["number"], unique=True, sqlite_where=_NUMBERED, postgresql_where=_NUMBERED
    )
    op.add_column("errand", sa.Column("message_id", sa.Text(), nullable=True))
    _claim()
    _apart()
    op.create_table(
        "tries",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index("ix_tries_ends_at", "tries", ["ends_at"])


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("address_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address_id", "kind", "value"),
    )
    op.create_index("claim_value", "claim", ["kind", "value"])
    op.create_index("claim_customer", "claim", ["customer_id"])
    op.create_index("claim_message", "claim", ["message_id"])


def _apart() -> None:
    op.create_table(
        "apart",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other"),
    )
    op.create_index("apart_other", "apart", ["other"])
