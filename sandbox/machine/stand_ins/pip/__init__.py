"""Stands in for pip in builds and jobs."""
