"""A machine in a VPC: a network interface made as the machine's role, and whether a route leads to the internet.

Service Authorization Reference, "Actions defined by Amazon EC2": CreateNetworkInterface is authorized on the interface,
the subnet and the security groups; an interface belongs to the account that makes it, a subnet of a shared VPC to the
account that shares it (VPC user guide, "Share your VPC subnets with other accounts").
"""

from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2

from sandbox.api.errors import ServiceError
from sandbox.api.loopback import Credentials
from sandbox.iam import permission_checks
from sandbox.world import networks


class NetworkError(Exception):
    """A machine that cannot be placed in a network; the text is EC2's reason."""


def join(service: str, credentials: Credentials, subnets: list[str], groups: list[str]) -> None:
    """Place a machine of the service in subnets.

    Raises:
        NetworkError: the role may not, or a subnet or security group does not exist.

    """
    if not subnets:
        return
    interface = _arn(get_account_id(), "network-interface/*")
    subnet_arns = [_arn(_owner("subnet", subnet), f"subnet/{subnet}") for subnet in subnets]
    group_arns = [_arn(_owner("security-group", group), f"security-group/{group}") for group in groups]
    for resource in (interface, *subnet_arns, *group_arns):
        _require(credentials, "ec2:CreateNetworkInterface", resource)
    for subnet in subnet_arns:
        context = {"ec2:authorizedservice": f"{service}.amazonaws.com", "ec2:subnet": subnet}
        _require(credentials, "ec2:CreateNetworkInterfacePermission", interface, context)


def join_job(job: dict[str, Any], credentials: Credentials) -> None:
    """A training job names its network itself, a processing job in its network configuration."""
    vpc = job.get("VpcConfig") or job.get("NetworkConfig", {}).get("VpcConfig") or {}
    join("sagemaker", credentials, vpc.get("Subnets", []), vpc.get("SecurityGroupIds", []))


def reaches_internet(subnets: list[str]) -> bool:
    """Whether every subnet has a route to the internet.

    CodeBuild gives its interfaces no public address, so that an internet gateway does not help: CodeBuild user guide,
    "Best practices for VPCs".
    """
    return all(_has_route_out(subnet) for subnet in subnets)


def _has_route_out(subnet: str) -> bool:
    region, owner = get_region(), _owner("subnet", subnet)
    subnets: Any = ec2._subnets
    vpc = subnets.get_scoped(owner, region, subnet)["VpcId"]
    tables = [
        table
        for (account, where, _), table in ec2._route_tables.to_dict().items()
        if (account, where, table["VpcId"]) == (owner, region, vpc)
    ]
    own = [table for table in tables if any(link.get("SubnetId") == subnet for link in table["Associations"])]
    main = [table for table in tables if any(link.get("Main") for link in table["Associations"])]
    return any(_leads_out(route) for table in own or main for route in table["Routes"])


def _leads_out(route: dict[str, str]) -> bool:
    to_internet_gateway = route.get("GatewayId", "").startswith("igw-")
    return route.get("DestinationCidrBlock") == "0.0.0.0/0" and not to_internet_gateway


_STORES = {
    "subnet": (ec2._subnets, "InvalidSubnetID.NotFound"),
    "security-group": (ec2._security_groups, "InvalidGroup.NotFound"),
}


def _owner(kind: str, identifier: str) -> str:
    store, code = _STORES[kind]
    found = networks.owner(store, identifier)
    if found is None:
        raise NetworkError(f"{code}: the {kind} '{identifier}' does not exist")
    return found


def _require(credentials: Credentials, action: str, resource: str, context: dict[str, str] | None = None) -> None:
    try:
        permission_checks.require(credentials, action, resource, context)
    except ServiceError as error:
        raise NetworkError(f"UnauthorizedOperation: {error.message}") from error


def _arn(account: str, resource: str) -> str:
    return f"arn:aws:ec2:{get_region()}:{account}:{resource}"
