"""Which opening hours held from when on, of the brand and of teams.

Revision: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "office",
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "since"),
    )
