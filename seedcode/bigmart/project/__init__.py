"""Runs the workflow: on this machine, and in AWS as state machines."""
