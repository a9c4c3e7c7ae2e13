"""Files that agents have not sent yet are found by when they are given up.

Revision: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_UNSENT = sa.text("state = 'unsent'")


def upgrade() -> None:
    op.create_index("media_unsent", "media", ["next_at"], sqlite_where=_UNSENT, postgresql_where=_UNSENT)
