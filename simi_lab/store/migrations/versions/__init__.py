"""One file per step, numbered; the highest number is the current schema."""
