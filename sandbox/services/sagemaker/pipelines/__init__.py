"""Executions of SageMaker pipelines: the steps of a definition, each a call of SageMaker's API as the pipeline's role.

`operations` starts an execution, `runner` decides which step is next, `step` runs one, `values` reads its expressions.
"""
