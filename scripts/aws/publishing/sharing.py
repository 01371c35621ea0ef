"""What the API of Service Catalog alone can do: organisation shares, name-pattern principals, guidance."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from scripts.aws.failures import error_code
from scripts.aws.waiting import Busy, Watch, in_turn, until
from scripts.errors import UnfinishedError
from scripts.publishing.existing import FoundOffer

if TYPE_CHECKING:
    from mypy_boto3_servicecatalog import ServiceCatalogClient

UNIT: Any = "ORGANIZATIONAL_UNIT"
GUIDANCE: dict[str, Any] = {"current": "DEFAULT", "deprecated": "DEPRECATED"}
SHARE_ATTEMPTS = 3
# AWS takes one share operation of a portfolio at a time. It says InvalidStateException of other things too, which no
# waiting ends, so its words count: github.com/awslabs/landing-zone-accelerator-on-aws issue 893.
BUSY = Busy("InvalidStateException", "more than one portfolio share action at the same time")


def find_offer(client: "ServiceCatalogClient", portfolio_id: str) -> FoundOffer:
    """Who gets the portfolio now; a share without its principals does not count."""
    shares = _shares(client, portfolio_id)
    pages = client.get_paginator("list_principals_for_portfolio").paginate(PortfolioId=portfolio_id)
    principals = frozenset(item.get("PrincipalARN", "") for page in pages for item in page["Principals"])
    return FoundOffer(portfolio_id, frozenset(unit for unit, complete in shares.items() if complete), principals)


def find_guidance(client: "ServiceCatalogClient", product_id: str) -> dict[str, str]:
    """`current` or `deprecated` by version name."""
    details = client.list_provisioning_artifacts(ProductId=product_id).get("ProvisioningArtifactDetails", [])
    return {
        item.get("Name", ""): "deprecated" if item.get("Guidance") == "DEPRECATED" else "current" for item in details
    }


def start_sharing(client: "ServiceCatalogClient", portfolio_id: str, unit_id: str, watch: Watch) -> None:
    """Share with a unit, principals and tag options included, and wait until AWS has done it.

    A share that AWS could not finish for some accounts is made again, for that unit only.
    Raises UnfinishedError with AWS's own errors after three attempts.
    """
    node: Any = {"Type": UNIT, "Value": unit_id}
    errors: list[str] = []
    for _ in range(SHARE_ATTEMPTS):
        exists = unit_id in _shares(client, portfolio_id)
        ask = client.update_portfolio_share if exists else client.create_portfolio_share
        try:
            token = in_turn(ask, BUSY, watch, PortfolioId=portfolio_id, OrganizationNode=node, **_WITH_EVERYTHING)
        except ClientError as error:
            raise _without_principals(client, error) or error from None
        errors = _share_errors(client, token["PortfolioShareToken"], watch)
        if not errors:
            return
        stop_sharing(client, portfolio_id, unit_id, watch)
    problem = f"portfolio {portfolio_id} could not be shared with {unit_id}: {'; '.join(errors)}"
    raise UnfinishedError(problem, hint="run it again")


def stop_sharing(client: "ServiceCatalogClient", portfolio_id: str, unit_id: str, watch: Watch) -> None:
    """Take the portfolio away from a unit, and wait until AWS has done it."""
    node: Any = {"Type": UNIT, "Value": unit_id}
    token = in_turn(client.delete_portfolio_share, BUSY, watch, PortfolioId=portfolio_id, OrganizationNode=node)
    errors = _share_errors(client, token["PortfolioShareToken"], watch)
    if errors:
        raise UnfinishedError(f"portfolio {portfolio_id}: {'; '.join(errors)}", hint="run it again")


def admit_principal(client: "ServiceCatalogClient", portfolio_id: str, pattern: str) -> None:
    """Let roles that match the pattern use the portfolio, here and wherever it is shared."""
    client.associate_principal_with_portfolio(
        PortfolioId=portfolio_id, PrincipalARN=pattern, PrincipalType="IAM_PATTERN"
    )


def dismiss_principal(client: "ServiceCatalogClient", portfolio_id: str, pattern: str) -> None:
    """The opposite of `admit_principal`."""
    client.disassociate_principal_from_portfolio(
        PortfolioId=portfolio_id, PrincipalARN=pattern, PrincipalType="IAM_PATTERN"
    )


def guide(client: "ServiceCatalogClient", product_id: str, version: str, guidance: str) -> None:
    """Say whether people should still start with a version."""
    for item in client.list_provisioning_artifacts(ProductId=product_id).get("ProvisioningArtifactDetails", []):
        if item.get("Name") == version:
            client.update_provisioning_artifact(
                ProductId=product_id, ProvisioningArtifactId=item.get("Id", ""), Guidance=GUIDANCE[guidance]
            )


def _without_principals(client: "ServiceCatalogClient", error: ClientError) -> UnfinishedError | None:
    """Service Catalog announced sharing of principals (What's New, 18 November 2022) for commercial regions only."""
    said = error.response.get("Error", {}).get("Message", "")
    unsupported = error_code(error) in ("InvalidParametersException", "OperationNotSupportedException")
    if not unsupported or ("rincipal" not in said and client.meta.partition == "aws"):
        return None
    problem = f"Service Catalog does not share role names with a portfolio here: {said}"
    hint = "the catalog needs this; outside the commercial regions ask AWS whether it has come there"
    return UnfinishedError(problem, hint=hint)


_WITH_EVERYTHING: dict[str, Any] = {"SharePrincipals": True, "ShareTagOptions": True}


def _shares(client: "ServiceCatalogClient", portfolio_id: str) -> dict[str, bool]:
    """Unit ids, and whether the share includes principals."""
    return {
        detail.get("PrincipalId", ""): bool(detail.get("SharePrincipals"))
        for page in _share_pages(client, portfolio_id)
        for detail in page.get("PortfolioShareDetails", [])
    }


def _share_pages(client: "ServiceCatalogClient", portfolio_id: str) -> Iterator[Any]:
    """There is no paginator for this call."""
    token: dict[str, Any] = {}
    while True:
        page = client.describe_portfolio_shares(PortfolioId=portfolio_id, Type=UNIT, **token)
        yield page
        if not page.get("NextPageToken"):
            return
        token = {"PageToken": page["NextPageToken"]}


def _share_errors(client: "ServiceCatalogClient", token: str, watch: Watch) -> list[str]:
    """Waits for a share operation; its call succeeds even when single accounts failed."""

    def ended() -> list[str] | None:
        answer = client.describe_portfolio_share_status(PortfolioShareToken=token)
        status = answer.get("Status", "")
        if status not in ("COMPLETED", "COMPLETED_WITH_ERRORS", "ERROR"):
            return None
        return _described(answer) or ([] if status == "COMPLETED" else [status])

    return until(ended, watch, f"share operation {token}")


def _described(answer: Any) -> list[str]:
    errors = answer.get("ShareDetails", {}).get("ShareErrors", [])
    return [
        f"{', '.join(error.get('Accounts', []))}: {error.get('Message', error.get('Error', ''))}" for error in errors
    ]
