"""Learners and what they did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The log is append-only; only a learner's own erasure, which marks the learner first, may remove rows.
_LOCKS = (
    """
    CREATE TRIGGER learning_events_keep BEFORE UPDATE ON learning_events
    BEGIN SELECT RAISE(ABORT, 'learning events are never changed'); END
    """,
    """
    CREATE TRIGGER learning_events_stay BEFORE DELETE ON learning_events
    WHEN (SELECT erased_at FROM learners WHERE learner_id = OLD.learner_id) IS NULL
    BEGIN SELECT RAISE(ABORT, 'learning events are only removed when their learner erases the record'); END
    """,
)


def upgrade() -> None:
    """Make both tables, the index of a learner's module, and the locks."""
    op.create_table(
        "learners",
        sa.Column("learner_id", _KEY, nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="UTC, microseconds since 1970"),
        sa.Column("erased_at", sa.BigInteger(), nullable=True, comment="UTC, microseconds since 1970"),
        sa.PrimaryKeyConstraint("learner_id", name="pk_learners"),
        sa.UniqueConstraint("alias", name="uq_learners_alias"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "learning_events",
        sa.Column("event_id", _KEY, nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False, comment="UTC, microseconds since 1970"),
        sa.Column("learner_id", _KEY, nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False, comment="empty for acts on the module as a whole"),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="JSON object"),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.learner_id"], name="fk_learning_events_learner_id"),
        sa.PrimaryKeyConstraint("event_id", name="pk_learning_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_learning_events_learner_id_module", "learning_events", ["learner_id", "module"])
    if op.get_bind().dialect.name == "sqlite":
        for lock in _LOCKS:
            op.execute(lock)


def downgrade() -> None:
    """Remove both tables, and with them their index and locks."""
    op.drop_table("learning_events")
    op.drop_table("learners")
