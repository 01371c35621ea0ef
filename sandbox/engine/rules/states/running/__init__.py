"""Executions at work: states one after the other, what they call, and the history that they leave."""
