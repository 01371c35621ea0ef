"""The network interface of a build in a VPC, made as its service role."""

from sandbox.api.loopback import Credentials
from sandbox.machine import network
from sandbox.machine.network import NetworkError
from sandbox.services.codebuild.state.build import Build


def join(build: Build, credentials: Credentials) -> None:
    """CodeBuild User Guide, "Troubleshooting", has the message of its VPC_CLIENT_ERROR."""
    vpc = build.get("vpcConfig") or {}
    try:
        network.join("codebuild", credentials, vpc.get("subnets", []), vpc.get("securityGroupIds", []))
    except NetworkError as error:
        raise NetworkError(f"Unexpected EC2 error: {error}") from error
