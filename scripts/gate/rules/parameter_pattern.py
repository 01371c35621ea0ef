"""What a person types at launch is one of given values, or matches a pattern that takes no text with a meaning.

Values become names, ARNs, patterns and variables of shells.
"""

import re
from collections.abc import Iterator, Sequence

from scripts.gate.model.template import Body, Problem, Template
from templates.blocks import captured

HOSTILE = (
    "*",
    "?",
    "../..",
    "a/../b",
    "main/../x",
    "$(id)",
    "`id`",
    "${AWS::AccountId}",
    "{{resolve:ssm:x}}",
    "a b",
    "a;id",
    "a|id",
    "a&id",
    "a'b",
    'a"b',
    "a\nb",
    "a\\b",
    "<a>",
    "-rf",
    "--upload-pack=id",
    "http://example.com",
    "x" * 5000,
)
PROJECT_ID = "SageMakerProjectId"
IDS = ("p-0a1b2c3d4e5f", "p-0a1b2c3d4e5f6")
OTHER_IDS = (
    *("p", "p-", "a", "p-0a1b2c3d4e5", "p-0a1b2c3d4e5f67", "q-0a1b2c3d4e5f"),
    *("p-0A1B2C3D4E5F", "p-0a1b2c3d-e5f", "p-0a1b2c3d4e5*"),
)
BUCKET = str(captured.BUCKET.title)
BUCKETS = ("", "sagemaker-p-0a1b2c3d4e5f-123456789012", "sagemaker-p-0a1b2c3d4e5f6-x")
OTHER_BUCKETS = ("x", "sagemaker-p", "sagemaker-p-", "sagemaker-us-east-1-123456789012", "x-sagemaker-p-0a1b2c3d4e5f-x")
FOLDER = str(captured.PREFIX.title)
FOLDERS = ("endpoints/production/capture/", "predictions/")
OTHER_FOLDERS = ("", "/", "models/", "executions/x/", "endpoints", "predictions/x")
PROJECT_NAME = "SageMakerProjectName"
WITH_AN_ID = ("p-0a1b2c3d4e5f", "x-p-0a1b2c3d4e5f", "x-p-0a1b2c3d4e5f-x")
KINDS = ("product", "foundation", "team")
TYPES = ("String", "CommaDelimitedList")


def check(template: Template) -> Iterator[Problem]:
    for name, parameter in template.parameters.items() if template.kind in KINDS else ():
        if "AllowedValues" in parameter:
            problems = _choice(parameter)
        elif str(parameter.get("Type")).startswith("AWS::SSM::"):
            problems = ()
        else:
            problems = (*_typed(parameter), *_identity(name, str(parameter.get("AllowedPattern"))))
        for problem in problems:
            yield Problem(name, problem)


def _choice(parameter: Body) -> Iterator[str]:
    values = [str(value) for value in parameter["AllowedValues"]]
    if parameter.get("Default", values[0]) not in values:
        yield "has a default that is not allowed: take one of AllowedValues"
    if any(value.startswith("arn:aws:iam::aws:") or value in ("*", "") for value in values):
        yield "allows a value that means everything or nothing: take it out"


def _typed(parameter: Body) -> Iterator[str]:
    pattern, default = parameter.get("AllowedPattern"), parameter.get("Default")
    if parameter.get("Type") not in TYPES:
        yield f"has the type {parameter.get('Type')}: it is text with a pattern, or one of given values"
    if pattern is None:
        yield "takes any text: set AllowedPattern or AllowedValues"
        return
    taken = [value for value in HOSTILE if _takes(pattern, value, parameter)]
    if taken:
        yield f"takes {taken[0][:20]!r}: narrow its AllowedPattern"
    if default is not None and not all(_takes(pattern, part, {}) for part in _values(parameter, str(default))):
        yield f"has the default {default}, which its pattern refuses: change one of them"


def _identity(name: str, pattern: str) -> Iterator[str]:
    """Ids are SageMaker's, and a name holds none: resources are matched by the id in their names."""
    if name == BUCKET and not _exactly(pattern, BUCKETS, OTHER_BUCKETS):
        yield "takes a bucket that is no project's: begin its pattern with ^$|^sagemaker-p-"
    if name == FOLDER and not _exactly(pattern, FOLDERS, OTHER_FOLDERS):
        yield "takes a folder of other objects than captured ones: name the prefixes in its pattern"
    if name == PROJECT_ID and not _exactly(pattern, IDS, OTHER_IDS):
        yield "takes what is no id of SageMaker: use ^p-[a-z0-9]{12,13}$"
    if name == PROJECT_NAME and any(re.fullmatch(pattern, value) for value in WITH_AN_ID):
        yield "takes a name with the id of another project in it: refuse it in AllowedPattern"


def _takes(pattern: str, value: str, parameter: Body) -> bool:
    """CloudFormation matches the whole value, which each member of a list is."""
    if len(value) > int(parameter.get("MaxLength", len(value))) or len(value) < int(parameter.get("MinLength", 0)):
        return False
    return re.fullmatch(pattern, value) is not None


def _values(parameter: Body, value: str) -> list[str]:
    return value.split(",") if parameter.get("Type") == "CommaDelimitedList" else [value]


def _exactly(pattern: str, taken: Sequence[str], refused: Sequence[str]) -> bool:
    return all(re.fullmatch(pattern, value) for value in taken) and not any(
        re.fullmatch(pattern, value) for value in refused
    )
