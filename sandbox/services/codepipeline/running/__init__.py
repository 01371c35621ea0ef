"""Executions of CodePipeline: stages, actions and what they hand on."""
