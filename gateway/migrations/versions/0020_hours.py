"""Whether people said when the brand's people answer, and who said so of it and of teams.

Revision: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("office", sa.Column("own", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("office", sa.Column("by", sa.Text(), nullable=True))
