"""Schema 2: the edition in a column of its own, and a digest that stays when a scenario is deleted.

Under the id of what was deleted only the same scenario can be saved again, so that its links mean that or nothing.
"""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

WORDS = {"text": sa.Text(), "model_version": sa.Text(), "answer": sa.Text(), "saved_at": sa.String(27)}


def upgrade() -> None:
    """Fill both columns from the texts; all but the digest may then be empty."""
    op.add_column("scenarios", sa.Column("edition", sa.Text))
    op.add_column("scenarios", sa.Column("digest", sa.String(64)))
    scenarios = sa.table("scenarios", *map(sa.column, ("id", "text", "edition", "digest")))
    connection = op.get_bind()
    for id, text in connection.execute(sa.select(scenarios.c.id, scenarios.c.text)).all():
        found = {"edition": json.loads(text)["edition"], "digest": hashlib.sha256(text.encode()).hexdigest()}
        connection.execute(sa.update(scenarios).where(scenarios.c.id == id).values(found))
    with op.batch_alter_table("scenarios") as table:  # SQLite makes the table anew
        table.alter_column("digest", existing_type=sa.String(64), nullable=False)
        for name, kind in WORDS.items():
            table.alter_column(name, existing_type=kind, nullable=True)
    op.create_index("scenarios_by_time", "scenarios", ["saved_at", "id"])
