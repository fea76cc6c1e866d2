"""Pictures: what each shows as shapes, axes and labels, and the printers of it."""
