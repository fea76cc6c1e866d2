"""The projection model: pure functions of areas, rates and days; no disk, clock, screen or random state."""

MODEL_VERSION = "1"
