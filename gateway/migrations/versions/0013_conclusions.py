"""What came of a case, in the brand's own words, and how long agents were at it.

Revision: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("case", sa.Column("conclusion", sa.Text(), nullable=True))
    op.add_column("case", sa.Column("focus", sa.BigInteger(), nullable=False, server_default="0"))
