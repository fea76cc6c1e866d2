"""What is run by hand: sizes, what is written from the code, and the measures behind the method text."""
