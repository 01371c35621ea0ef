"""The expressions of rules and schedules."""
