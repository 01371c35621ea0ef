"""CloudFormation: what is offered, and AWS's rules where the engine lacks them."""

from sandbox.api.rules import Rules
from sandbox.api.service import operations_of
from sandbox.cloudformation.stack_sets import installation as stack_sets
from sandbox.engine.rules.stacks import answers, requests
from sandbox.engine.rules.stacks.offer import OFFER
from sandbox.engine.rules.stacks.refusals import ERROR_CORRECTIONS

RULES = Rules(
    "cloudformation",
    "cloudformation",
    offered=OFFER,
    constraints="ValidationError",
    checks=operations_of(requests),
    replacements=stack_sets.OPERATIONS,
    corrections=operations_of(answers),
    error_corrections=ERROR_CORRECTIONS,
)
