"""The pages by their path, in the order of the row that leads to them; the first is the default."""

import gc

from territory.text import marked
from territory.ui import save_and_share
from territory.ui.frame import PageParts
from territory.ui.pages import compare, date, drivers, estimates, evidence, explore, map, record

PAGES = {
    "": PageParts(marked("Explore"), explore.show, below=save_and_share.show),
    "map": PageParts(marked("Map"), map.show),
    "compare": PageParts(marked("Compare"), compare.show),
    "date": PageParts(marked("Test a date"), date.show),
    "drivers": PageParts(marked("What drives it"), drivers.show),
    "record": PageParts(marked("The record"), record.show),
    "estimates": PageParts(marked("Estimates and tests"), estimates.show),
    "evidence": PageParts(marked("Evidence and method"), evidence.show),
}

gc.collect()
gc.freeze()  # what the imports made lives for ever: looking through it again at every move costs half the time
