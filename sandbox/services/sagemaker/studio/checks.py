"""What a domain or a user profile is refused for; what of it nothing here needs is refused by name."""

from collections.abc import Iterator
from typing import Any

from ministack.services import kms

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Record, Request
from sandbox.services.sagemaker.records import roles
from sandbox.world import networks

_SETTINGS = ("DefaultUserSettings", "DefaultSpaceSettings", "UserSettings")
_OFFERED = {
    "AutoMountHomeEFS", "CodeEditorAppSettings", "DefaultLandingUri", "ExecutionRole", "JupyterLabAppSettings",
    "SecurityGroups", "StudioWebPortal",
}  # fmt: skip
_OFFERED_OF_APPS = {"AppLifecycleManagement"}


def check_domain(request: Request) -> None:
    if request["AuthMode"] != "IAM":
        raise not_emulated("A domain with IAM Identity Center")
    if request.get("HomeEfsFileSystemCreation") != "Disabled":
        raise not_emulated("A home file system of a domain")
    check_settings(request)
    _check_network(request)
    key = request.get("KmsKeyId")
    if key and not kms._resolve_key(key):
        raise ServiceError("ValidationException", f"Could not find the KMS key {key}.")


def check_settings(request: Request) -> None:
    """The members that are offered, and roles that exist."""
    for name in _SETTINGS:
        settings = request.get(name, {})
        further = sorted({*(settings.keys() - _OFFERED), *_of_apps(settings)})
        if further:
            raise not_emulated(", ".join(f"{name}.{member}" for member in further))
        if "ExecutionRole" in settings:
            roles.require_role(settings["ExecutionRole"])


def _of_apps(settings: Record) -> Iterator[str]:
    for name in ("CodeEditorAppSettings", "JupyterLabAppSettings"):
        yield from (f"{name}.{member}" for member in settings.get(name, {}).keys() - _OFFERED_OF_APPS)


def _check_network(request: Request) -> None:
    """API Reference, CreateDomain and UserSettings: VpcOnly needs security groups, and every domain its subnets."""
    groups: list[Any] = request["DefaultUserSettings"].get("SecurityGroups", [])
    if request.get("AppNetworkAccessType") == "VpcOnly" and not groups:
        problem = "SecurityGroups of DefaultUserSettings are required when AppNetworkAccessType is VpcOnly."
        raise ServiceError("ValidationException", problem)
    if not request.get("VpcId") or not request.get("SubnetIds"):
        raise ServiceError("ValidationException", "A domain needs VpcId and SubnetIds.")
    problem = networks.problem(request["VpcId"], request["SubnetIds"], groups)
    if problem:
        raise ServiceError("ValidationException", problem)
