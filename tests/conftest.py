"""How the random tests run: the same examples every time; `--hypothesis-profile=explore` looks for new ones."""

from hypothesis import settings

settings.register_profile("steady", max_examples=40, deadline=None, derandomize=True, database=None)
settings.register_profile("explore", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile("steady")
