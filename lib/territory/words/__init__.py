"""The sentences of page, share page and command line, a module for each answer."""
