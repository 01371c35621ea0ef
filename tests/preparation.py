"""The preparation of an organisation as README describes it, done and undone by its management account."""

import shlex
from pathlib import Path
from typing import Any

from botocore import xform_name

README = Path(__file__).parents[1] / "README.md"
MANAGEMENT, HUB = "123456789012", "111111111111"
CATALOG = "servicecatalog.amazonaws.com"
STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com"


def undo(sandbox: Any) -> None:
    organizations = sandbox.client("organizations", MANAGEMENT)
    for service in (CATALOG, STACK_SETS):
        if HUB in administrators(organizations, service):
            organizations.deregister_delegated_administrator(AccountId=HUB, ServicePrincipal=service)
    sandbox.client("servicecatalog", MANAGEMENT).disable_aws_organizations_access()
    sandbox.client("cloudformation", MANAGEMENT).deactivate_organizations_access()


def administrators(organizations: Any, service: str) -> set[str]:
    found = organizations.list_delegated_administrators(ServicePrincipal=service)["DelegatedAdministrators"]
    return {account["Id"] for account in found}


def readme_commands() -> list[str]:
    """The lines of "Before you begin" that start with `aws`, continued lines joined."""
    text = README.read_text(encoding="utf-8").partition("### Before you begin")[2].partition("### Publish")[0]
    block = text.split("```")[1].replace("\\\n", " ")
    return [line for line in block.splitlines() if line.startswith("aws ")]


def run(sandbox: Any, command: str) -> dict[str, Any]:
    """What the AWS CLI does with the line, as the management account."""
    _, service, operation, *options = shlex.split(command.replace("<hub>", HUB))
    client = sandbox.client(service, MANAGEMENT)
    name = operation.replace("-", "_")
    shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[name]).input_shape
    members = {xform_name(member, "-"): member for member in (shape.members if shape else {})}
    pairs = zip(options[::2], options[1::2], strict=True)
    return getattr(client, name)(**{members[option.removeprefix("--")]: value for option, value in pairs})
