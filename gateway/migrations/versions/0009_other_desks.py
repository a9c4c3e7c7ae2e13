"""Bulletins for webhooks of the brand's own; cases that another desk has, and what it is to be told of them.

Revision: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_WAITS, _DEAD = sa.text("state = 'waiting'"), sa.text("state = 'dead'")
_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _bulletin()
    _entrusted()
    _errand()


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


def _entrusted() -> None:
    op.create_table(
        "entrusted",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("theirs", sa.Text(), nullable=True),
        sa.Column("is_briefed", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_index(
        "entrusted_open", "entrusted", ["conversation_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index("entrusted_theirs", "entrusted", ["theirs"])
    op.create_index("entrusted_customer", "entrusted", ["customer_id"])


def _errand() -> None:
    op.create_table(
        "errand",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_errand_next_at", "errand", ["next_at"])
    op.create_index("errand_case", "errand", ["case_id", "id"])
    op.create_index("errand_customer", "errand", ["customer_id"])
