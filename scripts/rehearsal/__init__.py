"""Rehearsals: a project's full lifecycle, run end to end by people with roles of their own, and reported.

`rehearse` asks `stories` for the steps of a product, `steps` performs them, and `report` and `record` show the results.
A step is a method of `RehearsedProject`, `TrainingRun`, `ModelDelivery`, `DataVersions` or `Reviews`, which reach AWS
only through the protocols of `roles`; `scripts.aws.rehearsal` implements these.
"""
