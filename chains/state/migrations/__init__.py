"""Alembic's scripts: a change of tables.py comes with a new file in versions/ that makes it."""
