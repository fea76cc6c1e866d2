"""A scenario: its table of parameters, its pace, its link, its file, and the presets."""
