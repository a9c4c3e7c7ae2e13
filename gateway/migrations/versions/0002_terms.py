"""The customer's terms in full: consents as a sealed ledger, contacts and budgets, silences, complaints, digests.

Revision: 0002
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

DUE = "state IN ('queued', 'deferred', 'held', 'digested')"


def upgrade() -> None:
    make_tables()
    # What is held or gathered is decided about again one day, as what is deferred
    op.drop_index("delivery_due", "delivery")
    op.create_index(
        "delivery_due", "delivery", ["account", "next_at"], unique=False, sqlite_where=sa.text(DUE),
        postgresql_where=sa.text(DUE),
    )  # fmt: skip
    count_contacts()
    seal_consents()


def count_contacts() -> None:
    """What was sent before counts as well."""
    op.execute(
        """INSERT INTO contact (customer_id, message_id, account, address_id, channel, category, topic, state, at)
        SELECT m.customer_id, m.id, m.account, m.address_id, m.channel, m.category, m.topic, 'sent', m.sent_at
        FROM message m WHERE m.direction = 'out' AND m.category IN ('marketing', 'service') AND EXISTS
        (SELECT 1 FROM delivery d WHERE d.message_id = m.id
         AND d.state IN ('accepted', 'sent', 'delivered', 'read', 'unknown'))"""
    )


def seal_consents() -> None:
    """What was agreed or objected to before is the beginning of each customer's chain."""
    connection = op.get_bind()
    changes = connection.execute(
        sa.text(
            """SELECT id, customer_id, change_id, at, scope, field, "before", "after", source, words, message_id,
            account FROM terms_change WHERE field IN ('consent', 'stopped') ORDER BY customer_id, id"""
        )
    ).all()
    last: dict[str, tuple[int, str]] = {}
    for change in changes:
        seq, previous = last.get(change.customer_id, (0, "0" * 64))
        entry = entry_of(change, seq + 1, previous)
        last[change.customer_id] = (seq + 1, entry["seal"])
        connection.execute(sa.text(f"INSERT INTO consent ({', '.join(entry)}) VALUES (:{', :'.join(entry)})"), entry)


def entry_of(change: Any, seq: int, previous: str) -> dict[str, Any]:
    entry = {
        "id": change.id, "customer_id": change.customer_id, "seq": seq, "at": change.at, "scope": change.scope,
        "action": action_of(change), "basis": "consent" if change.field == "consent" else "objection", "places": None,
        "text": None, "words": change.words, "source": change.source, "message_id": change.message_id,
        "account": change.account, "change_id": change.change_id, "expires_at": None, "previous": previous,
    }  # fmt: skip
    words = sha256(change.words.encode()).hexdigest() if change.words is not None else None
    said = json.dumps([*{**entry, "words": words}.values()], separators=(",", ":"), ensure_ascii=False)
    return {**entry, "seal": sha256(said.encode()).hexdigest()}


def action_of(change: Any) -> str:
    told_by_platform = change.source in ("carrier", "platform")
    if change.field == "stopped":
        out, back = ("platform_opt_out", "platform_opt_in") if told_by_platform else ("objected", "reopened")
        return out if change.after == "true" else back
    if change.after == "true":
        return "granted"
    return "withdrawn" if change.before == "true" else "refused"


def make_tables() -> None:
    _budget()
    _candidate()
    _complaint()
    _consent()
    _contact()
    _digest()
    _digest_item()
    _explanation()
    _provider_limit()
    _secret()
    _silence()
    _silence_change()
    _suppression()
    _customer()
    _delivery()


def _budget() -> None:
    op.create_table(
        "budget",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("made_for", sa.Text(), nullable=False),
        sa.Column("rings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id"),
        sqlite_with_rowid=False,
    )


def _candidate() -> None:
    op.create_table(
        "candidate",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("min_gap", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("collapse_key", sa.Text(), nullable=True),
        sa.Column("movable", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("digestible", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("void", sa.Text(), nullable=True),
        sa.Column("review", sa.Text(), nullable=True),
        sa.Column("overrides", sa.Text(), nullable=True),
        sa.Column("deferrals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "message_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "candidate_collapsing",
        "candidate",
        ["customer_id", "collapse_key"],
        unique=False,
        sqlite_where=sa.text("collapse_key IS NOT NULL"),
        postgresql_where=sa.text("collapse_key IS NOT NULL"),
    )


def _complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("complaint_customer", "complaint", ["customer_id"], unique=False)
    op.create_index(
        "complaint_ref",
        "complaint",
        ["customer_id", "source", "ref"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("consent_customer", "consent", ["customer_id", "seq"], unique=True)


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("counts", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "message_id", "account"),
        sqlite_with_rowid=False,
    )
    op.create_index("contact_customer", "contact", ["customer_id", "at"], unique=False)


def _digest() -> None:
    op.create_table(
        "digest",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("slot_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("digest_customer", "digest", ["customer_id"], unique=False)
    op.create_index(
        "digest_due",
        "digest",
        ["slot_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _digest_item() -> None:
    op.create_table(
        "digest_item",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("digest_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("digest_item_customer", "digest_item", ["customer_id"], unique=False)
    op.create_index("digest_item_of", "digest_item", ["digest_id"], unique=False)


def _explanation() -> None:
    op.create_table(
        "explanation",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "decision_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_explanation_customer_id"), "explanation", ["customer_id"], unique=False)


def _provider_limit() -> None:
    op.create_table(
        "provider_limit",
        sa.Column("address_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_provider_limit_customer_id"), "provider_limit", ["customer_id"], unique=False)


def _secret() -> None:
    op.create_table(
        "secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _silence() -> None:
    op.create_table(
        "silence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("let_pass", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("ramp", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("is_over", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "silence_open",
        "silence",
        ["scope"],
        unique=False,
        sqlite_where=sa.text("is_over = 0"),
        postgresql_where=sa.text("is_over = 0"),
    )


def _silence_change() -> None:
    op.create_table(
        "silence_change",
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("silence_id", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("epoch"),
    )


def _suppression() -> None:
    op.create_table(
        "suppression",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )


def _customer() -> None:
    op.add_column("customer", sa.Column("standing", sa.Text(), server_default="active", nullable=False))


def _delivery() -> None:
    op.create_index(
        "delivery_waiting",
        "delivery",
        ["customer_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('deferred', 'held', 'digested')"),
        postgresql_where=sa.text("state IN ('deferred', 'held', 'digested')"),
    )
