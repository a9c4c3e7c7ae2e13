"""Errands name what another desk's people said, as they call it.

Revision: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("errand", sa.Column("about", sa.Text(), nullable=True))
