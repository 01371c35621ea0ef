"""Executions of SageMaker pipelines: the steps of a definition, run as the pipeline's role asks for them."""
