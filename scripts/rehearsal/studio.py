"""A Studio domain and the people in it, launched and ended by a platform team."""

from collections.abc import Mapping
from typing import Any, Protocol

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject, LaunchRequest

DOMAIN, PROFILE = "studio-domain", "studio-user-profile"
PERSON, TEAM = "ada", "rehearsal"
NO_DOMAIN = "d-000000000000"
KEPT = "the domain and its people are kept; end them in the Service Catalog console, profiles first"


class PlatformTeam(Protocol):
    """Launches and ends what Studio needs, and administers the account."""

    def launch(self, request: LaunchRequest) -> LaunchedProject: ...
    def refusal_to_launch(self, request: LaunchRequest) -> str: ...
    def end(self, name: str) -> None: ...
    def refusal_to_end(self, name: str) -> str: ...
    def enable_projects(self) -> str: ...
    def set_up(self, team: str) -> None: ...
    def domain(self, identifier: str) -> Mapping[str, Any]: ...
    def profile(self, domain: str, name: str) -> Mapping[str, Any]: ...


class RehearsedStudio:
    """A step that does not finish raises UnfinishedError with the reason."""

    def __init__(self, platform: PlatformTeam, request: LaunchRequest) -> None:
        self.platform = platform
        self.name = request.name
        self.person = f"{request.name}-{PERSON}"
        self.chosen = dict(request.parameters) if request.product == DOMAIN else {}
        self.domain = ""

    def launch(self) -> str:
        own = {"DomainName": self.name, **self.chosen}
        launched = self.platform.launch(LaunchRequest(DOMAIN, self.name, None, own))
        self.domain = launched.outputs["DomainId"]
        return f"{launched.name} · {self.domain}"

    def enable_projects(self) -> str:
        return _require(self.platform.enable_projects(), "Enabled", "projects of the account")

    def settings(self) -> str:
        """What people of the domain cannot undo: its network, its key, and that idle apps end."""
        found = self.platform.domain(self.domain)
        _require(found["AppNetworkAccessType"], "VpcOnly", "network access")
        if not found.get("KmsKeyId"):
            raise UnfinishedError("the domain has no key of its own", hint=KEPT)
        people, spaces = found["DefaultUserSettings"], found["DefaultSpaceSettings"]
        apps = (people["JupyterLabAppSettings"], people["CodeEditorAppSettings"], spaces["JupyterLabAppSettings"])
        idle = [app["AppLifecycleManagement"]["IdleSettings"] for app in apps]
        for one in idle:
            _require(one["LifecycleManagement"], "ENABLED", "idle shutdown")
        return f"VpcOnly, idle apps end after {idle[0]['IdleTimeoutInMinutes']} minutes"

    def set_up_team(self) -> str:
        self.platform.set_up(TEAM)
        return f"the team {TEAM} has a Studio role"

    def wrong_domain(self) -> str:
        """A person in a domain that is not there: the launch says so, and leaves nothing."""
        reason = self.platform.refusal_to_launch(self._profile(NO_DOMAIN))
        if NO_DOMAIN not in reason:
            raise UnfinishedError(f"no refusal names the domain {NO_DOMAIN}: {reason or 'it was launched'}", hint=KEPT)
        return reason

    def add_person(self) -> str:
        self.platform.launch(self._profile(self.domain))
        role = self.platform.profile(self.domain, PERSON)["UserSettings"]["ExecutionRole"]
        if not role.endswith(f"-team-{TEAM}"):
            raise UnfinishedError(f"{PERSON} acts as {role}, which is not the role of the team {TEAM}", hint=KEPT)
        return f"{PERSON} acts as {role.rpartition('/')[2]}"

    def keep_while_in_use(self) -> str:
        reason = self.platform.refusal_to_end(self.name)
        if not reason:
            raise UnfinishedError("a domain with people in it was deleted", hint="ask AWS whether that is meant")
        return reason

    def end(self) -> str:
        """People first, then their domain."""
        self.platform.end(self.person)
        self.platform.end(self.name)
        return "the person, then the domain"

    def _profile(self, domain: str) -> LaunchRequest:
        given = {"DomainId": domain, "UserName": PERSON, "Team": TEAM}
        return LaunchRequest(PROFILE, self.person, None, given)


def _require(found: str, wanted: str, what: str) -> str:
    if found != wanted:
        raise UnfinishedError(f"{what}: {found} instead of {wanted}", hint=KEPT)
    return f"{what}: {found}"
