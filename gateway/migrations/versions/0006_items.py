"""Items, who was shown which, digests by calendar, and links to the customer's page.

Revision: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _digest_calendar()
    _item()
    _item_shown()
    _board_link()
    _candidate()
    _digest()
    # Whoever decided anything is looked at once; who has no digest is not looked at again
    op.execute("INSERT INTO digest_calendar (customer_id, next_at) SELECT customer_id, 0 FROM terms")


def _digest_calendar() -> None:
    op.create_table(
        "digest_calendar",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_digest_calendar_next_at"), "digest_calendar", ["next_at"], unique=False)


def _item() -> None:
    op.create_table(
        "item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("valid_to", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("item_topic", "item", ["topic", "valid_from"], unique=False)


def _item_shown() -> None:
    op.create_table(
        "item_shown",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("digest_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "item_id"),
        sqlite_with_rowid=False,
    )


def _board_link() -> None:
    op.create_table(
        "board_link",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("address_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_board_link_customer_id"), "board_link", ["customer_id"], unique=False)


def _candidate() -> None:
    op.add_column("candidate", sa.Column("sells", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def _digest() -> None:
    op.add_column("digest", sa.Column("message_id", sa.Text(), nullable=True))
    promised = sa.text("state = 'promised'")
    op.create_index(
        "digest_promised", "digest", ["message_id"], unique=False, sqlite_where=promised, postgresql_where=promised
    )
