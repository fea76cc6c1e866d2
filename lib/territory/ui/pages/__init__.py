"""The pages by their path, in the order of the row that leads to them; the first is the default."""

import gc

from territory.ui.pages import explore, method

PAGES = {
    "": ("Explore", explore.show),
    "method": ("Evidence and method", method.show),
}

gc.collect()
gc.freeze()  # what the imports made lives for ever: looking through it again at every move costs half the time
