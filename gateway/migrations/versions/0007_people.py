"""People take over: states with deadlines, routing, notes, teams, triage, links, surveys.

Revision: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _assignment()
    _audit()
    _bot_switch()
    _canned()
    _deadline()
    _duty()
    _link()
    _looking()
    _mention()
    _note()
    _pivot_code()
    _stretch()
    _survey()
    _tagged()
    _team()
    _correction()
    _message()
    _unsent()
    _visit()
    _address()
    _agent()
    _case()


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("assignment_case", "assignment", ["conversation_id", "at"], unique=False)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("agent_id", "action", "target", "slot"),
    )
    op.create_index("audit_at", "audit", ["last_at"], unique=False)
    op.create_index("audit_target", "audit", ["target", "last_at"], unique=False)


def _bot_switch() -> None:
    op.create_table(
        "bot_switch",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key"),
    )


def _canned() -> None:
    op.create_table(
        "canned",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("shortcut", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("acts", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("shortcut"),
    )


def _deadline() -> None:
    op.create_table(
        "deadline",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "kind"),
    )
    op.create_index("ix_deadline_due_at", "deadline", ["due_at"], unique=False)


def _duty() -> None:
    op.create_table(
        "duty",
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("last_assigned_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("misses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hands_over", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("agent_id"),
    )


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_customer", sa.Text(), nullable=False),
        sa.Column("into_customer", sa.Text(), nullable=False),
        sa.Column("addresses", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("link_from", "link", ["from_customer"], unique=False)
    op.create_index("link_into", "link", ["into_customer"], unique=False)


def _looking() -> None:
    op.create_table(
        "looking",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "agent_id"),
    )
    op.create_index("ix_looking_until", "looking", ["until"], unique=False)


def _mention() -> None:
    op.create_table(
        "mention",
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("note_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("agent_id", "note_id"),
    )
    op.create_index("ix_mention_conversation_id", "mention", ["conversation_id"], unique=False)


def _note() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "client_id"),
    )


def _pivot_code() -> None:
    op.create_table(
        "pivot_code",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_pivot_code_expires_at", "pivot_code", ["expires_at"], unique=False)


def _stretch() -> None:
    op.create_table(
        "stretch",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("owner_kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id", "epoch"),
    )
    op.create_index("stretch_began", "stretch", ["began_at"], unique=False)


def _survey() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id"),
    )
    op.create_index("survey_asked", "survey", ["asked_at"], unique=False)
    op.create_index("survey_customer", "survey", ["customer_id", "asked_at"], unique=False)


def _tagged() -> None:
    op.create_table(
        "tagged",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "tag"),
    )
    op.create_index("tagged_tag", "tagged", ["tag"], unique=False)


def _team() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), server_default="[]", nullable=False),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _correction() -> None:
    op.create_table(
        "correction",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("needs_answer", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("correction_at", "correction", ["at"])


def _message() -> None:
    op.add_column("message", sa.Column("triage", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("needs_answer", sa.Boolean(), nullable=True))
    op.add_column("message", sa.Column("confidence", sa.Integer(), nullable=True))
    heard = sa.text("direction = 'in'")
    op.create_index("message_heard", "message", ["received_at"], sqlite_where=heard, postgresql_where=heard)


def _unsent() -> None:
    op.create_table(
        "unsent",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "agent_id", "kind"),
    )


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=True),
        sa.Column("came_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_visit_expires_at", "visit", ["expires_at"])
    op.create_index("visit_conversation", "visit", ["conversation_id", "came_at"])


def _address() -> None:
    op.create_index("ix_address_value", "address", ["value"], unique=False)


def _agent() -> None:
    op.add_column("agent", sa.Column("teams", sa.Text(), server_default="", nullable=False))
    op.add_column("agent", sa.Column("skills", sa.Text(), server_default="{}", nullable=False))
    op.add_column("agent", sa.Column("channels", sa.Text(), server_default="", nullable=False))
    op.add_column("agent", sa.Column("capacity", sa.Integer(), server_default="300", nullable=False))


def _case() -> None:
    op.add_column("case", sa.Column("priority", sa.Text(), server_default="normal", nullable=False))
    op.add_column("case", sa.Column("target", sa.BigInteger(), server_default="1800000", nullable=False))
    op.add_column("case", sa.Column("queued_at", sa.BigInteger(), nullable=True))
    op.add_column("case", sa.Column("team_id", sa.Text(), nullable=True))
    op.add_column("case", sa.Column("language", sa.Text(), nullable=True))
    op.add_column("case", sa.Column("skills", sa.Text(), server_default="[]", nullable=False))
    op.add_column("case", sa.Column("prefers", sa.Text(), server_default="[]", nullable=False))
    op.add_column("case", sa.Column("wanted", sa.Text(), nullable=True))
    op.add_column("case", sa.Column("excluded", sa.Text(), server_default="{}", nullable=False))
    op.add_column("case", sa.Column("offered_until", sa.BigInteger(), nullable=True))
    op.add_column("case", sa.Column("hops", sa.Integer(), server_default="0", nullable=False))
    op.add_column("case", sa.Column("is_async", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("case", sa.Column("waiting_since", sa.BigInteger(), nullable=True))
    op.add_column("case", sa.Column("answers", sa.Integer(), server_default="0", nullable=False))
    op.add_column("case", sa.Column("quiet_since", sa.BigInteger(), nullable=True))
    op.add_column("case", sa.Column("snoozed_until", sa.BigInteger(), nullable=True))
    op.add_column("case", sa.Column("thanks", sa.Integer(), server_default="0", nullable=False))
