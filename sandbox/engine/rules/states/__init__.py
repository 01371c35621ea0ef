"""Step Functions: what is offered, and AWS's rules where the engine lacks them."""

from sandbox.api.rules import Rules

RULES = Rules("states", "stepfunctions")
