"""What Alembic runs: the scripts that are missing, in the transaction that the library holds its lock in."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
