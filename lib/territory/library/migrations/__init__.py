"""The library's schema and how it came about: one script for each version, run in order, never changed."""
