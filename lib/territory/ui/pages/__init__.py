"""The pages by their path, in the order of the row that leads to them; the first is the default."""

import gc

from territory.text import marked
from territory.ui.pages import compare, date, drivers, estimates, evidence, explore, map, record

PAGES = {
    "": (marked("Explore"), explore.show),
    "map": (marked("Map"), map.show),
    "compare": (marked("Compare"), compare.show),
    "date": (marked("Test a date"), date.show),
    "drivers": (marked("What drives it"), drivers.show),
    "record": (marked("The record"), record.show),
    "estimates": (marked("Estimates and tests"), estimates.show),
    "evidence": (marked("Evidence and method"), evidence.show),
}

gc.collect()
gc.freeze()  # what the imports made lives for ever: looking through it again at every move costs half the time
