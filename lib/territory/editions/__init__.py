"""New editions: from tables of monthly gains and occupied areas to a folder that `seeds/` can hold."""

from territory.editions.build import Built, Change, Move, Request, new_edition
from territory.editions.tables import EditionError

__all__ = ["Built", "Change", "EditionError", "Move", "Request", "new_edition"]
