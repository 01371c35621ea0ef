"""The operations of Studio domains."""

from ministack.core.responses import get_region

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, new_id, now
from sandbox.api.types import Answer, Record, Request
from sandbox.services.sagemaker.records import listing
from sandbox.services.sagemaker.records.tables import tag
from sandbox.services.sagemaker.studio.checks import check_domain, check_settings
from sandbox.services.sagemaker.studio.records import (
    DOMAINS,
    domain_of,
    profiles_in,
    remove,
    settled_domain_of,
    status_of,
    times,
)

_CHANGED_IN_PLACE = {"DefaultUserSettings", "DefaultSpaceSettings", "DomainId"}


def CreateDomain(request: Request) -> Answer:
    if any(domain["DomainName"] == request["DomainName"] for domain in DOMAINS.here().values()):
        raise ServiceError("ResourceInUse", f"A domain named {request['DomainName']} already exists.")
    check_domain(request)
    identifier = new_id("d", 12)
    members = {name: value for name, value in request.items() if name != "Tags"}
    domain: Record = {
        **members,
        "DomainId": identifier,
        "DomainArn": arn("sagemaker", f"domain/{identifier}"),
        "Url": f"https://{identifier}.studio.{get_region()}.sagemaker.aws",
        "changing": "Pending",
        **times(),
    }
    DOMAINS.here()[identifier] = domain
    tag(domain["DomainArn"], request.get("Tags", []))
    return {name: domain[name] for name in ("DomainArn", "DomainId", "Url")}


def DescribeDomain(request: Request) -> Answer:
    return listing.describe("DescribeDomain", _with_status(domain_of(request)))


def ListDomains(request: Request) -> Answer:
    return listing.summaries("ListDomains", request, [_with_status(domain) for domain in DOMAINS.here().values()])


def UpdateDomain(request: Request) -> Answer:
    """Settings that are given replace those before; what else could change is refused by name."""
    further = sorted(name for name in request if name not in _CHANGED_IN_PLACE)
    domain = settled_domain_of(request)
    changed = [name for name in further if request[name] != domain.get(name)]
    if changed:
        raise not_emulated(f"UpdateDomain with {', '.join(changed)}")
    check_settings(request)
    domain |= {**request, "LastModifiedTime": now(), "changing": "Updating"}
    return {"DomainArn": domain["DomainArn"]}


def DeleteDomain(request: Request) -> None:
    """Developer Guide, "Delete an Amazon SageMaker AI domain": not while it has user profiles."""
    domain = settled_domain_of(request)
    if profiles_in(domain["DomainId"]):
        problem = f"Unable to delete Domain [{domain['DomainArn']}] because UserProfile(s) are associated with it."
        raise ServiceError("ResourceInUse", problem)
    remove(DOMAINS, domain["DomainId"], domain["DomainArn"])


def _with_status(domain: Record) -> Record:
    return {**domain, "Status": status_of(domain)}
