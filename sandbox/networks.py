"""VPCs, subnets and security groups belong to one account and region; a service that is given others refuses.

VPC User Guide, "How Amazon VPC works". The wording of the refusals is ours.
"""

from collections.abc import Iterable

from ministack.services import ec2


def problem(vpc: str | None, subnets: Iterable[str], groups: Iterable[str]) -> str | None:
    """The first thing that this account does not have in this region, or that belongs to another VPC."""
    if vpc and vpc not in ec2._vpcs:
        return f"The vpc ID '{vpc}' does not exist"
    for kind, named, known in (("subnet", subnets, ec2._subnets), ("security group", groups, ec2._security_groups)):
        for each in named:
            if each not in known:
                return f"The {kind} ID '{each}' does not exist"
            if vpc and known[each].get("VpcId") != vpc:
                return f"The {kind} '{each}' is not in the VPC '{vpc}'"
    return None
