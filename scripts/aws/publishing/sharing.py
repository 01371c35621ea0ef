"""What the API of Service Catalog alone can do: organisation shares, name-pattern principals, guidance."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from scripts.aws.answers import Answer, error_code, error_message, pages
from scripts.aws.retries import Busy, retry_while_busy
from scripts.aws.waiting import until
from scripts.errors import UnfinishedError
from scripts.publishing.existing import ExistingSharing
from scripts.publishing.publish import Watch

if TYPE_CHECKING:
    from mypy_boto3_servicecatalog import ServiceCatalogClient

UNIT: Any = "ORGANIZATIONAL_UNIT"
GUIDANCE: dict[str, Any] = {"current": "DEFAULT", "deprecated": "DEPRECATED"}
SHARE_ATTEMPTS = 3
# AWS takes one share operation of a portfolio at a time. InvalidStateException has other causes too, which no waiting
# ends, so its message counts: github.com/awslabs/landing-zone-accelerator-on-aws issue 893.
BUSY = Busy("InvalidStateException", "more than one portfolio share action at the same time")


def find_sharing(client: "ServiceCatalogClient", portfolio_id: str) -> ExistingSharing:
    """What the portfolio is shared with now; a share without its principals does not count."""
    units = frozenset(unit for unit, with_principals in _shares(client, portfolio_id).items() if with_principals)
    listed = client.get_paginator("list_principals_for_portfolio").paginate(PortfolioId=portfolio_id)
    principals = frozenset(item.get("PrincipalARN", "") for page in listed for item in page["Principals"])
    return ExistingSharing(portfolio_id, units, principals)


def find_guidance(client: "ServiceCatalogClient", product_id: str) -> dict[str, str]:
    """`current` or `deprecated` by version name."""
    details = client.list_provisioning_artifacts(ProductId=product_id).get("ProvisioningArtifactDetails", [])
    return {
        item.get("Name", ""): "deprecated" if item.get("Guidance") == "DEPRECATED" else "current" for item in details
    }


def start_sharing(client: "ServiceCatalogClient", portfolio_id: str, unit_id: str, watch: Watch) -> None:
    """Share with a unit, principals and tag options included, and wait until AWS has done it.

    A share that AWS could not finish for some accounts is made again, for that unit only.
    Raises UnfinishedError with AWS's errors after three attempts.
    """
    node: Any = {"Type": UNIT, "Value": unit_id}
    errors: list[str] = []
    for _ in range(SHARE_ATTEMPTS):
        exists = unit_id in _shares(client, portfolio_id)
        call = client.update_portfolio_share if exists else client.create_portfolio_share
        try:
            token = retry_while_busy(call, BUSY, watch, PortfolioId=portfolio_id, OrganizationNode=node, **_COMPLETE)
        except ClientError as error:
            raise _without_principals(client, error) or error from None
        errors = _share_errors(client, token["PortfolioShareToken"], watch)
        if not errors:
            return
        stop_sharing(client, portfolio_id, unit_id, watch)
    problem = f"portfolio {portfolio_id} could not be shared with {unit_id}: {'; '.join(errors)}"
    raise UnfinishedError(problem, hint="run it again")


def stop_sharing(client: "ServiceCatalogClient", portfolio_id: str, unit_id: str, watch: Watch) -> None:
    """No longer share the portfolio with a unit, and wait until AWS has done it."""
    node: Any = {"Type": UNIT, "Value": unit_id}
    token = retry_while_busy(
        client.delete_portfolio_share, BUSY, watch, PortfolioId=portfolio_id, OrganizationNode=node
    )
    errors = _share_errors(client, token["PortfolioShareToken"], watch)
    if errors:
        raise UnfinishedError(f"portfolio {portfolio_id}: {'; '.join(errors)}", hint="run it again")


def grant_access(client: "ServiceCatalogClient", portfolio_id: str, pattern: str) -> None:
    """Let roles that match the pattern use the portfolio, in the hub and where it is shared."""
    client.associate_principal_with_portfolio(
        PortfolioId=portfolio_id, PrincipalARN=pattern, PrincipalType="IAM_PATTERN"
    )


def revoke_access(client: "ServiceCatalogClient", portfolio_id: str, pattern: str) -> None:
    """The opposite of `grant_access`."""
    client.disassociate_principal_from_portfolio(
        PortfolioId=portfolio_id, PrincipalARN=pattern, PrincipalType="IAM_PATTERN"
    )


def set_guidance(client: "ServiceCatalogClient", product_id: str, version: str, guidance: str) -> None:
    """Set whether people should start with a version."""
    for item in client.list_provisioning_artifacts(ProductId=product_id).get("ProvisioningArtifactDetails", []):
        if item.get("Name") == version:
            client.update_provisioning_artifact(
                ProductId=product_id, ProvisioningArtifactId=item.get("Id", ""), Guidance=GUIDANCE[guidance]
            )


def _without_principals(client: "ServiceCatalogClient", error: ClientError) -> UnfinishedError | None:
    """Service Catalog announced sharing of principals (What's New, 18 November 2022) for commercial regions only."""
    message = error_message(error)
    unsupported = error_code(error) in ("InvalidParametersException", "OperationNotSupportedException")
    if not unsupported or ("rincipal" not in message and client.meta.partition == "aws"):
        return None
    problem = f"Service Catalog does not share role names with a portfolio here: {message}"
    hint = "the catalog needs this; outside the commercial regions ask AWS whether it is available there"
    return UnfinishedError(problem, hint=hint)


_COMPLETE: dict[str, Any] = {"SharePrincipals": True, "ShareTagOptions": True}


def _shares(client: "ServiceCatalogClient", portfolio_id: str) -> dict[str, bool]:
    """Unit ids, and whether the share includes principals."""
    return {
        detail.get("PrincipalId", ""): bool(detail.get("SharePrincipals"))
        for page in pages(client.describe_portfolio_shares, PortfolioId=portfolio_id, Type=UNIT)
        for detail in page.get("PortfolioShareDetails", [])
    }


def _share_errors(client: "ServiceCatalogClient", token: str, watch: Watch) -> list[str]:
    """Waits for a share operation; its call succeeds even when single accounts failed."""

    def ended() -> list[str] | None:
        answer = client.describe_portfolio_share_status(PortfolioShareToken=token)
        status = answer.get("Status", "")
        if status not in ("COMPLETED", "COMPLETED_WITH_ERRORS", "ERROR"):
            return None
        return _described(answer) or ([] if status == "COMPLETED" else [status])

    return until(ended, watch, f"share operation {token}")


def _described(answer: Answer) -> list[str]:
    errors = answer.get("ShareDetails", {}).get("ShareErrors", [])
    return [
        f"{', '.join(error.get('Accounts', []))}: {error.get('Message', error.get('Error', ''))}" for error in errors
    ]
