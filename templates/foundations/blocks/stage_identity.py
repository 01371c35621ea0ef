"""Whose roles a stack in a stage's account holds: stage, development account and project, read from the stack's name.

Nobody passes them in: the provisioner lets an account make stacks whose name has its own number, and only those.
"""

from troposphere import Equals, If, Ref, Select, Split, Sub, Tags

from templates import names
from templates.arns import arn_everywhere, regionless_arn
from templates.parameter_form import Condition
from templates.project import ENDPOINT_SUFFIXES

_FIRST = names.PREFIX.count("-") + 1
_PARTS = Split("-", Ref("AWS::StackName"))
IS_PRODUCTION = Condition("IsProduction", Equals(Select(_FIRST, _PARTS), "production"))
_VALUES = {
    "Stage": Select(_FIRST, _PARTS),
    "Account": Select(_FIRST + 1, _PARTS),
    "Id": Sub("${Letter}-${Rest}", Letter=Select(_FIRST + 2, _PARTS), Rest=Select(_FIRST + 3, _PARTS)),
    "Suffix": If(IS_PRODUCTION.name, ENDPOINT_SUFFIXES["production"], ENDPOINT_SUFFIXES["staging"]),
}
ID, STAGE, ACCOUNT = "${Id}", "${Stage}", "${Account}"
ENDPOINT = "*-${Id}-${Suffix}"
"""The pattern of the endpoint's name: a project's name comes before its id. SageMaker's ARNs have no upper case."""


def filled(text: Sub | str) -> Sub:
    """`text` with the placeholders of this module filled in; a `Sub` keeps those of CloudFormation."""
    pattern = str(text.data["Fn::Sub"]) if isinstance(text, Sub) else text
    return Sub(pattern, **{name: value for name, value in _VALUES.items() if f"${{{name}}}" in pattern})


def stage_role_arn(part: str) -> Sub:
    """A role of this project and stage, in this account."""
    return filled(regionless_arn("iam", f"role{names.PATH}{names.stage_role(ID, STAGE, part)}"))


def development_role_arn(part: str) -> Sub:
    """A role of this project, in its development account."""
    return filled(regionless_arn("iam", f"role{names.PATH}sagemaker-{ID}-{part}", ACCOUNT))


def own_arn(service: str, resource: str) -> Sub:
    """A resource of this account, in any region."""
    return filled(arn_everywhere(service, resource))


def development_keys() -> Sub:
    return filled(f"arn:${{AWS::Partition}}:kms:*:{ACCOUNT}:key/*")


def tags() -> Tags:
    return Tags({"sagemaker:project-id": filled(ID), "stage": filled(STAGE)})
