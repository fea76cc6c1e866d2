"""What strangers may send, in a million forms: nothing but the domain's own errors may come of it."""
