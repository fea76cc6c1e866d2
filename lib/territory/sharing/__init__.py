"""How a scenario travels: its text and JSON forms, links, files and presets."""
