"""Schema 1: the text of each scenario under its id, with the answer that it had when it was saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision: str | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("model_version", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("saved_at", sa.String(27), nullable=False),
    )
