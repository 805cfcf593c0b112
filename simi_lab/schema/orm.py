"""Tables of the workspace database, which holds what people do; runs hold what the world is."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite gives its fast, never reused row numbers only to INTEGER keys.
_KEY = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Parent of every workspace table; names of constraints are fixed so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Learner(Base):
    """One person who learns; an alias is all that is known of them.

    Grain: one row per alias. `erased_at` is set in the same transaction that removes the learner's events: it opens
    the lock that otherwise keeps events from being deleted.
    """

    __tablename__ = "learners"
    __table_args__ = ({"sqlite_autoincrement": True},)

    learner_id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    alias: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[int] = mapped_column(BigInteger, comment="UTC, microseconds since 1970")
    erased_at: Mapped[int | None] = mapped_column(BigInteger, comment="UTC, microseconds since 1970")


class LearningEvent(Base):
    """One thing a learner did, in the words of xAPI.

    Grain: one row per act. Rows are only ever added: triggers refuse changes, and deletion unless the learner erases
    the whole record. `data` is JSON text and not a JSON column, so that one damaged row cannot stop the reading of
    the others.
    """

    __tablename__ = "learning_events"
    __table_args__ = (
        Index("ix_learning_events_learner_id_module", "learner_id", "module"),
        {"sqlite_autoincrement": True},
    )

    event_id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    ts: Mapped[int] = mapped_column(BigInteger, comment="UTC, microseconds since 1970")
    learner_id: Mapped[int] = mapped_column(_KEY, ForeignKey("learners.learner_id"))
    module: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    step: Mapped[str] = mapped_column(Text, comment="empty for acts on the module as a whole")
    verb: Mapped[str] = mapped_column(Text)
    data: Mapped[str] = mapped_column(Text, comment="JSON object")


class SchoolClass(Base):
    """One class that learns together on one server.

    Grain: one row per class. `secret` signs the cookies of those who are signed in; it goes when the class ends.
    """

    __tablename__ = "classes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    class_id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    label: Mapped[str] = mapped_column(Text, unique=True)
    modules: Mapped[str] = mapped_column(Text, comment="JSON list of module ids, which the tests are drawn from")
    open_test: Mapped[str] = mapped_column(Text, comment="pre, post, or empty")
    secret: Mapped[str] = mapped_column(Text, comment="hexadecimal; empty once the class has ended")
    created_at: Mapped[int] = mapped_column(BigInteger, comment="UTC, microseconds since 1970")
    ended_at: Mapped[int | None] = mapped_column(BigInteger, comment="UTC, microseconds since 1970")


class Account(Base):
    """One slip of paper: an alias and the slow hash of a PIN. Who holds the slip is written nowhere.

    Grain: one row per alias. `failures` counts wrong PINs in a row; a try is counted before it is checked.
    """

    __tablename__ = "accounts"
    __table_args__ = ({"sqlite_autoincrement": True},)

    account_id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    class_id: Mapped[int] = mapped_column(_KEY, ForeignKey("classes.class_id"), index=True)
    alias: Mapped[str] = mapped_column(Text, unique=True)
    role: Mapped[str] = mapped_column(Text, comment="learner or trainer")
    pin_hash: Mapped[str] = mapped_column(Text, comment="method, cost, salt and hash")
    pinned_at: Mapped[int] = mapped_column(BigInteger, comment="UTC, microseconds since 1970")
    failures: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[int | None] = mapped_column(BigInteger, comment="UTC, microseconds since 1970")


class SignIn(Base):
    """Somebody signed in with an account.

    Grain: one row per successful sign-in.
    """

    __tablename__ = "sign_ins"
    __table_args__ = ({"sqlite_autoincrement": True},)

    sign_in_id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    account_id: Mapped[int] = mapped_column(_KEY, ForeignKey("accounts.account_id"), index=True)
    ts: Mapped[int] = mapped_column(BigInteger, comment="UTC, microseconds since 1970")
