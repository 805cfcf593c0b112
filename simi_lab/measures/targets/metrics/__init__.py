"""Every metric that a target may ask for, by what it looks at: one module each, with a tuple `METRICS`."""
