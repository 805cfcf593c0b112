"""Steps that bring an older workspace database to today's tables, run by Alembic."""
