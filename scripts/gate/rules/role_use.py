"""Whatever runs under a role names one of the template, or of the catalog in its own account."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.rules.service_trust_user import USERS, used_roles
from templates import names

OWN = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role{names.PATH}"


def check(template: Template) -> Iterator[Problem]:
    own = {f"${{{role.title}.Arn}}" for role in template.roles}
    for resource in template.of_type(*USERS) if template.kind in ("product", "foundation") else ():
        for role in used_roles(resource):
            if role not in own and (not role.startswith(OWN) or "*" in role):
                yield Problem(resource.name, f"runs under {role}: name a role of the template")
