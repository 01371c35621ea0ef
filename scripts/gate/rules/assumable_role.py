"""A role assumes one role by its name, and only roles whose task it is assume any: each hop is one that was decided.

A job, which runs a data scientist's code, assumes none. A pipeline assumes its stages' `deploy`, the test build their
`test`, the function of the stages' roles the provisioner, the publisher the readers.
"""

import re
from collections.abc import Iterator

from scripts.gate.model.template import Problem, Role, Template
from templates import names

ASSUME = ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:TagSession")
HOPS = (
    (re.compile(r"-deploy-pipeline$"), re.compile(r"-deploy$")),
    (re.compile(rf"-{names.TEST_BUILD}$"), re.compile(r"-test$")),
    (re.compile(rf"^{names.PREFIX}-stages-function$"), re.compile(rf"^{names.PREFIX}-stage-provisioner$")),
    (re.compile(rf"^{names.PUBLISHER}$"), re.compile(rf"^\*?{names.READER}$")),
)


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles:
        for action, statement in role.granted:
            for resource in statement.resources if action in ASSUME else ():
                if not _decided(role, resource):
                    yield Problem(role.title, f"may assume {resource}: that is no step of its task")


def _decided(role: Role, resource: str) -> bool:
    path, _, assumed = resource.rpartition("/")
    return path.endswith(f":role{names.PATH}".rstrip("/")) and any(
        one.search(role.name) and other.search(assumed) for one, other in HOPS
    )
