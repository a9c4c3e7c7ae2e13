"""Files that wait to be sent know their agent, and what they are for.

Revision: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("media", sa.Column("agent_id", sa.Text(), nullable=True))
    op.add_column("media", sa.Column("purpose", sa.Text(), nullable=True))
