"""CloudFormation's functions with example values, so that tools which know none of them can read what is left."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from templates.names import PREFIX

Template = Mapping[str, Any]
ACCOUNT, REGION = "111122223333", "us-east-1"
PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/example/0b2f6d0e",
    "AWS::StackName": f"{PREFIX}-staging-{ACCOUNT}-p-a1b2c3d4e5f6",
    "AWS::URLSuffix": "amazonaws.com",
}
DYNAMIC = r"\{\{resolve:[^{}]*?([^/{}:]+)\}\}"
"""A dynamic reference; the last part of its name stands for the parameter's."""
ABSENT = object()
"""What `AWS::NoValue` leaves: the key or the item around it goes."""

# How AWS builds the ARN of a resource; `{}` is its name. (Service Authorization Reference, resource types.)
ARNS = {
    "AWS::CodeBuild::Project": "arn:aws:codebuild:{where}:project/{name}",
    "AWS::CodeCommit::Repository": "arn:aws:codecommit:{where}:{name}",
    "AWS::IAM::ManagedPolicy": f"arn:aws:iam::{ACCOUNT}:policy/{{name}}",
    "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{{name}}",
    "AWS::KMS::Key": "arn:aws:kms:{where}:key/0b2f6d0e-1111-2222-3333-444455556666",
    "AWS::Lambda::Function": "arn:aws:lambda:{where}:function:{name}",
    "AWS::Logs::LogGroup": "arn:aws:logs:{where}:log-group:{name}:*",
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
    "AWS::SNS::Topic": "arn:aws:sns:{where}:{name}",
    "AWS::SQS::Queue": "arn:aws:sqs:{where}:{name}",
    "AWS::SageMaker::ModelPackageGroup": "arn:aws:sagemaker:{where}:model-package-group/{name}",
    "AWS::StepFunctions::StateMachine": "arn:aws:states:{where}:stateMachine:{name}",
}
CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
"""What these answer is anything: the name of the attribute says what, like that of a parameter."""
REF_IS_ARN = {"AWS::IAM::ManagedPolicy", "AWS::SNS::Topic", "AWS::StepFunctions::StateMachine"}
# Values of parameters by what their name says; anything else is the name itself, in small letters.
PARAMETERS = (
    (r"Account(Id)?$", ACCOUNT),
    (r"^Organization(Id)?$", "o-a1b2c3d4e5"),
    (r"Project(Id)?$", "p-a1b2c3d4e5f6"),
    (r"ConnectionArn$", f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/0b2f6d0e"),
    (r"Key(Arn)?$", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0b2f6d0e-1111-2222-3333-444455556666"),
    (r"Topic(Arn)?$", f"arn:aws:sns:{REGION}:{ACCOUNT}:topic"),
    (r"(Role(Arn)?|Principals)$", f"arn:aws:iam::{ACCOUNT}:role/role"),
)


def resolved(value: Any, template: Template) -> Any:
    """The value as CloudFormation would fill it in, conditions true."""
    if isinstance(value, list):
        items = [resolved(item, template) for item in value]
        return [item for item in items if item is not ABSENT]
    if isinstance(value, str):
        return re.sub(DYNAMIC, lambda found: _parameter(found[1].title()), value)
    if not isinstance(value, dict):
        return value
    name = next(iter(value), "")
    if len(value) == 1 and name in _FUNCTIONS:
        return _FUNCTIONS[name](value[name], template)
    filled = {key: resolved(item, template) for key, item in value.items()}
    return {key: item for key, item in filled.items() if item is not ABSENT}


def _ref(name: str, template: Template) -> Any:
    if name == "AWS::NoValue":
        return ABSENT
    if name in PSEUDO:
        return PSEUDO[name]
    kind = template["Resources"].get(name, {}).get("Type")
    if kind in REF_IS_ARN:
        return arn(kind, name)
    return name.lower() if kind else _parameter(name)


def _parameter(name: str) -> str:
    return next((value for pattern, value in PARAMETERS if re.search(pattern, name)), name.lower())


def _attribute(argument: Any, template: Template) -> str:
    name, attribute = argument if isinstance(argument, list) else argument.split(".", 1)
    kind = template["Resources"][name]["Type"]
    if kind.startswith(CUSTOM):
        return _parameter(attribute)
    return arn(kind, name) if attribute.endswith("Arn") else name.lower()


def arn(kind: str, name: str) -> str:
    """The ARN of a resource of a type, by its logical id."""
    form = ARNS.get(kind, "arn:aws:" + kind.split("::")[1].lower() + ":{where}:{name}")
    return form.format(where=f"{REGION}:{ACCOUNT}", name=name.lower())


def _sub(argument: Any, template: Template) -> str:
    text, more = argument if isinstance(argument, list) else (argument, {})
    values = {name: resolved(value, template) for name, value in more.items()}

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name in values:
            return str(values[name])
        return str(_attribute(name, template) if "." in name else _ref(name, template))

    filled = re.sub(r"\$\{([^!}]+)\}", value, text).replace("${!", "${")
    return re.sub(DYNAMIC, lambda found: _parameter(found[1].title()), filled)


def _join(argument: Any, template: Template) -> str:
    separator, parts = argument
    return separator.join(map(str, _listed(parts, template)))


def _select(argument: Any, template: Template) -> Any:
    index, parts = argument
    items = _listed(parts, template)
    return items[min(int(index), len(items) - 1)]


def _split(argument: Any, template: Template) -> list[str]:
    return str(resolved(argument[1], template)).split(argument[0])


def _if(argument: Any, template: Template) -> Any:
    """The branch that leaves more: a statement that is sometimes there is judged as if it were."""
    branches = [resolved(branch, template) for branch in argument[1:]]
    return max(branches, key=lambda branch: -1 if branch is ABSENT else len(json.dumps(branch)))


def _find_in_map(argument: Any, template: Template) -> Any:
    name, *keys = (resolved(part, template) for part in argument)
    value = template.get("Mappings", {}).get(name, {})
    for key in keys:
        value = value.get(key, next(iter(value.values()), "")) if isinstance(value, dict) else value
    return value


def _listed(value: Any, template: Template) -> list[Any]:
    found = resolved(value, template)
    return found if isinstance(found, list) else [found]


_FUNCTIONS: dict[str, Callable[[Any, Template], Any]] = {
    "Ref": _ref,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAtt": _attribute,
    "Fn::If": _if,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
}
