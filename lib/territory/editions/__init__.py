"""New editions: from tables of monthly gains and occupied areas to a folder that `seeds/` can hold."""

from territory.editions.build import Built, Request, new_edition
from territory.editions.moves import Change, Move
from territory.editions.problems import EditionError

__all__ = ["Built", "Change", "EditionError", "Move", "Request", "new_edition"]
