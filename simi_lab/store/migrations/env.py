"""What Alembic runs: the pending steps, on the connection and in the transaction that `workspace` hands over."""

from __future__ import annotations

from alembic import context

from simi_lab.schema.orm import Base


def run() -> None:
    """Run the pending steps."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,  # SQLite changes a column only by copying the table
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic loads this file; reading it for doctests runs nothing
    run()
