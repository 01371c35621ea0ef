"""The team of a project: which Studio roles are its own, and which role approves for it."""

from troposphere import If, Parameter, Sub

from templates import names, parameters
from templates.arns import regionless_arn, role_arn

_TEAM = f"${{{parameters.TEAM.title}}}"
_STUDIO = f"role{names.TEAM_STUDIO_PATH}{names.TEAM_STUDIO_ROLE}"


def approver_name() -> If:
    """The team's approver, or the account's where a project has no team."""
    return If(parameters.HAS_TEAM.name, Sub(f"{names.APPROVER}-{_TEAM}"), names.APPROVER)


def approver_arn() -> If:
    return If(parameters.HAS_TEAM.name, role_arn(f"{names.APPROVER}-{_TEAM}"), role_arn(names.APPROVER))


def approval_action() -> If:
    """Its name is in its ARN, and so says whose approver may answer: no tag of a pipeline is one of its actions.

    CodePipeline User Guide, "Using tags to control access to CodePipeline resources".
    """
    return If(parameters.HAS_TEAM.name, Sub(f"{names.APPROVAL}-{_TEAM}"), names.APPROVAL)


def studio_role_of(team: Parameter) -> Sub:
    """The role of all people of a team."""
    return regionless_arn("iam", f"{_STUDIO}${{{team.title}}}")


def studio_roles_of_team() -> list[Sub]:
    """The team's role, and those of its people if each has one. The names are reserved, so `none` has no role."""
    return [regionless_arn("iam", f"{_STUDIO}{_TEAM}{rest}") for rest in ("", "-*")]


def studio_roles_of_others(every_studio_role: list[Sub]) -> dict[str, object]:
    """A condition: with a team all Studio roles but its own; without one the roles of teams, which have their own."""
    of_teams = [regionless_arn("iam", f"{_STUDIO}*")]
    return {
        "ArnLike": {"aws:PrincipalArn": If(parameters.HAS_TEAM.name, every_studio_role, of_teams)},
        "ArnNotLike": {"aws:PrincipalArn": studio_roles_of_team()},
    }
