"""Executions of SageMaker pipelines: the steps of a definition, each a call of SageMaker's API as the pipeline's role.

`executions` has the operations; `execution` decides which step runs, `step` runs one, `values` reads its expressions.
"""
