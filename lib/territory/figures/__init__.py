"""What is documented: the figures of `seeds/`, their editions, and the record month by month."""
