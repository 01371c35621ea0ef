"""Operators of the mutation: each makes one kind of defect, wherever it fits in a template."""
