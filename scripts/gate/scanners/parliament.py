"""parliament: policies whose actions, resources and condition keys do not fit each other, by AWS's own definitions."""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.policies import Policy, policies
from scripts.gate.rendered import read, resolved_templates
from scripts.gate.resolved import arn
from scripts.gate.tools import output, program

TOOL = "parliament"
CLEAN, FOUND = 0, 1


def scan(workspace: Workspace) -> Sequence[Finding]:
    """What is wrong with any policy document of any template."""
    folder = workspace.build_folder / "policies"
    shutil.rmtree(folder, ignore_errors=True)
    for path in resolved_templates(workspace):
        _write_policies(path, folder / path.stem)
    command = [program(TOOL), "--directory", folder, "--include_policy_extension", "json", "--json"]
    lines = output(command, workspace.root, (CLEAN, FOUND)).splitlines()
    return [finding for line in lines if line for finding in _findings(json.loads(line), folder)]


def _write_policies(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    for policy in policies(read(path)):
        file = folder / f"{policy.resource}--{policy.property}.json"
        file.write_text(json.dumps(_with_own_resource(policy), indent=1), encoding="utf-8")


def _with_own_resource(policy: Policy) -> dict[str, Any]:
    """The document with the resource that AWS implies: parliament takes it for a policy of an identity.

    A trust policy is that of its role and names no resource; the `*` of a key policy is the key alone (AWS KMS
    Developer Guide, "Key policies").
    """
    implied = {"AssumeRolePolicyDocument": ([None], "AWS::IAM::Role"), "KeyPolicy": (["*", ["*"]], "AWS::KMS::Key")}
    written, kind = implied.get(policy.property, ([], ""))
    own = [
        {**statement, "Resource": arn(kind, policy.resource)}
        if statement.get("Resource") in written
        else _without_variables(statement)
        for statement in policy.document["Statement"]
    ]
    return {**policy.document, "Statement": own}


def _without_variables(statement: dict[str, Any]) -> dict[str, Any]:
    """`*` for the variables of a policy: parliament takes the slash in the name of one for a part of the ARN."""
    if "Resource" not in statement:
        return statement
    resources = re.sub(r"\$\{[^}]*\}", "*", json.dumps(statement["Resource"]))
    return {**statement, "Resource": json.loads(resources)}


def _findings(found: dict[str, Any], folder: Path) -> Iterator[Finding]:
    path = Path(found["location"]["filepath"]).relative_to(folder)
    resource = path.stem.partition("--")[0]
    text = f"{found['title']} {json.dumps(found['detail'])}"
    yield Finding(TOOL, found["issue"], f"{path.parent.name}.json", resource, text)
