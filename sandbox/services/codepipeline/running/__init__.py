"""Executions of CodePipeline run: their way through stages and actions, and the events on it."""
