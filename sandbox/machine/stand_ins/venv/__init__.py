"""Stands in for venv in builds and jobs: an environment that has the packages of the sandbox's Python."""
