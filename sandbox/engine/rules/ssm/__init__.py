"""The parameter store: what is offered, and AWS's rules where the engine lacks them."""

from sandbox.api.rules import Rules, offered
from sandbox.api.service import operations_of
from sandbox.engine.rules.ssm import answers, refusals

_OFFERED = offered(
    AddTagsToResource="ResourceId ResourceType Tags",
    DeleteParameter="Name",
    DescribeParameters="MaxResults NextToken ParameterFilters",
    GetParameter="Name WithDecryption",
    GetParameterHistory="MaxResults Name NextToken WithDecryption",
    GetParameters="Names WithDecryption",
    GetParametersByPath="MaxResults NextToken Path Recursive WithDecryption",
    ListTagsForResource="ResourceId ResourceType",
    PutParameter="DataType Description Name Overwrite Tags Tier Type Value",
    RemoveTagsFromResource="ResourceId ResourceType TagKeys",
)

RULES = Rules(
    "ssm",
    "ssm",
    offered=_OFFERED,
    constraints="ValidationException",
    checks=operations_of(refusals),
    corrections=operations_of(answers),
    error_corrections=dict.fromkeys(("DeleteParameter", "GetParameter"), answers.without_sentence),
)
