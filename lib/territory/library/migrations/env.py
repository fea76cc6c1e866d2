"""What Alembic runs: the scripts that are missing, in the transaction that the library holds its lock in.

Each version of the library's schema is one script in `versions/`; they run in order and are never changed.
"""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
