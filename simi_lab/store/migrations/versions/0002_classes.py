"""Classes, their accounts, and who signed in when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = "UTC, microseconds since 1970"


def upgrade() -> None:
    """Make the three tables and the indexes of their parents."""
    op.create_table(
        "classes",
        sa.Column("class_id", _KEY, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column(
            "modules", sa.Text(), nullable=False, comment="JSON list of module ids, which the tests are drawn from"
        ),
        sa.Column("open_test", sa.Text(), nullable=False, comment="pre, post, or empty"),
        sa.Column("secret", sa.Text(), nullable=False, comment="hexadecimal; empty once the class has ended"),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment=_MOMENT),
        sa.Column("ended_at", sa.BigInteger(), nullable=True, comment=_MOMENT),
        sa.PrimaryKeyConstraint("class_id", name="pk_classes"),
        sa.UniqueConstraint("label", name="uq_classes_label"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "accounts",
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("class_id", _KEY, nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False, comment="learner or trainer"),
        sa.Column("pin_hash", sa.Text(), nullable=False, comment="method, cost, salt and hash"),
        sa.Column("pinned_at", sa.BigInteger(), nullable=False, comment=_MOMENT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True, comment=_MOMENT),
        sa.ForeignKeyConstraint(["class_id"], ["classes.class_id"], name="fk_accounts_class_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
        sa.UniqueConstraint("alias", name="uq_accounts_alias"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_accounts_class_id", "accounts", ["class_id"])
    op.create_table(
        "sign_ins",
        sa.Column("sign_in_id", _KEY, nullable=False),
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False, comment=_MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name="fk_sign_ins_account_id"),
        sa.PrimaryKeyConstraint("sign_in_id", name="pk_sign_ins"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sign_ins_account_id", "sign_ins", ["account_id"])


def downgrade() -> None:
    """Remove the three tables, and with them their indexes."""
    for table in ("sign_ins", "accounts", "classes"):
        op.drop_table(table)
