"""Proofs about the policies of a launched world: two evaluators, statements, and the record of a release."""
