"""Nobody who launches or runs code writes a setting: products trust what is stored below the settings' path."""

from collections.abc import Iterator

from scripts.gate.model.arns import arn_of
from scripts.gate.model.requests import matches
from scripts.gate.model.template import Problem, Template
from templates import names

WRITES = ("ssm:AddTagsToResource", "ssm:Delete*", "ssm:LabelParameterVersion", "ssm:Put*", "ssm:RemoveTagsFromResource")
SETTING = f"parameter{names.SETTINGS}asset-bucket"


def check(template: Template) -> Iterator[Problem]:
    for statement in template.identity:
        writes = statement.matching(*WRITES) if statement.allows else ()
        for resource in statement.resources if writes else ():
            arn = arn_of(resource)
            if resource == "*" or (arn and arn.service == "ssm" and matches(arn.resource, SETTING)):
                yield Problem(statement.place, f"may {', '.join(writes)} below {names.SETTINGS}: name another path")
