"""Saved scenarios."""
