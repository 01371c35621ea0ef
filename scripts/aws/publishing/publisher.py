"""Deploys the role that publishes, with the credentials of an administrator of the hub."""

from scripts.aws.account import Account
from scripts.aws.stacks import apply_stack, find_stack
from scripts.configuration import Environment
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.compose import publisher_stack
from scripts.publishing.plan import is_deployed


def deploy_publisher(environment: Environment) -> tuple[str, bool]:
    """The ARN of the role that publishes, and whether it was created or changed.

    Raises CredentialsError when the credentials belong to another account than the hub.
    """
    account = Account(home=environment.home_region)
    account.require(environment.hub.account, "the hub")
    stack = publisher_stack(environment, FoundationTemplates())
    client = account.cloudformation(environment.home_region)
    differs = not is_deployed(stack, find_stack(client, stack.name))
    if differs:
        apply_stack(client, stack, None, lambda: None)
    existing = find_stack(client, stack.name)
    return (existing.outputs if existing else {}).get("PublisherRoleArn", ""), differs
