"""The pages by their path, in the order of the row that leads to them; the first is the default."""

import gc

from territory.ui.pages import compare, date, drivers, evidence, explore, map

PAGES = {
    "": ("Explore", explore.show),
    "map": ("Map", map.show),
    "compare": ("Compare", compare.show),
    "date": ("Test a date", date.show),
    "drivers": ("What drives it", drivers.show),
    "evidence": ("Evidence and method", evidence.show),
}

gc.collect()
gc.freeze()  # what the imports made lives for ever: looking through it again at every move costs half the time
