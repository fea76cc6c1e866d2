"""What measures and stresses."""
