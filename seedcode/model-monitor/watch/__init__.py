"""What the build runs: it finds the model and what was captured, starts the job, and tells people and metrics."""
