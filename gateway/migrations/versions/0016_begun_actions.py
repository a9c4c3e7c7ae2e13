"""Actions tell whether a try was begun and nobody has told how it went.

Revision: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("action", sa.Column("is_begun", sa.Integer(), nullable=False, server_default="0"))
