"""A VPC with one subnet and one security group, for whatever has to stand in a network."""

from typing import Any, NamedTuple


class PrivateNetwork(NamedTuple):
    """The ids of its parts."""

    vpc: str
    subnet: str
    group: str


def make_network(ec2: Any) -> PrivateNetwork:
    """In the account and region of the client, without a way out."""
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="builds", Description="builds", VpcId=vpc)["GroupId"]
    return PrivateNetwork(vpc, subnet, group)
