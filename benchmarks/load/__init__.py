"""The server under load: what it takes from many readers, how it comes out of it, and what it gives back."""
