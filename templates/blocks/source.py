"""A repository with starting code: CodeCommit's own, or an existing one at a provider behind a connection."""

from typing import Any, NamedTuple

from troposphere import (
    AWSObject,
    Equals,
    FindInMap,
    GetAtt,
    If,
    Not,
    Parameter,
    PropsDictType,
    Ref,
    Sub,
    codecommit,
    sagemaker,
)

from templates import names, parameters
from templates.blocks.retention import KEPT
from templates.parameter_form import Condition, Question, Rule
from templates.project import Project

CONNECTION = parameters.text(
    "CodeConnectionArn",
    "Connection to GitHub, GitLab, Bitbucket or Azure DevOps. Leave empty to get new CodeCommit repositories.",
    r"^$|^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection/[0-9a-f-]{36}$",
    "Empty, or the ARN of a connection of CodeConnections.",
    Default="",
)
BRANCH = parameters.text(
    "BranchName",
    "Branch that pipelines follow. A new repository gets it.",
    "^[a-zA-Z0-9][a-zA-Z0-9._/-]{0,99}$",
    "A branch name of letters, digits, dots, underscores, hyphens and slashes.",
    Default="main",
)
USES_CONNECTION = Condition("UsesConnection", Not(Equals(Ref(CONNECTION), "")))
USES_CODECOMMIT = Condition("UsesCodeCommit", Equals(Ref(CONNECTION), ""))
QUESTIONS = (Question(CONNECTION, "Connection"), Question(BRANCH, "Branch"))
CONDITIONS = (USES_CONNECTION, USES_CODECOMMIT)
HALF_AN_HOUR = 1800


class SeededRepository(AWSObject):
    """Answered by the account's seeding function, which fills a repository only if it is empty."""

    resource_type = "Custom::SeededRepository"
    props: PropsDictType = {  # noqa: RUF012 - declared this way by troposphere
        "ServiceToken": (str, True),
        "ServiceTimeout": (int, True),
        "ConnectionArn": (str, True),
        "RepositoryName": (str, True),
        "BranchName": (str, True),
        "SeedBucket": (str, True),
        "SeedKey": ((str, FindInMap), True),
    }


SeedKey = str | FindInMap
"""An archive's key in the asset bucket, or the look-up of the one that was chosen."""


class Source(NamedTuple):
    repository: codecommit.Repository
    seeded: SeededRepository
    registered: sagemaker.CodeRepository


def existing_repository(what: str) -> Parameter:
    """The parameter that names a repository at the provider: `BuildRepository` for the build's code."""
    return parameters.text(
        names.logical_id(what, "repository-name"),
        f"Existing repository for the {what} code, as owner/name. Only with a connection. Filled if it is empty.",
        r"^$|^[a-zA-Z0-9._-]+(/[a-zA-Z0-9._-]+){1,4}$",
        "Empty, or a repository as owner/name.",
        Default="",
    )


def rules(existing: Parameter) -> tuple[Rule, Rule]:
    """A connection and a repository only work together."""
    title = str(existing.title)
    given, connected = Not(Equals(Ref(existing), "")), Not(Equals(Ref(CONNECTION), ""))
    return (
        Rule(f"{title}NeedsConnection", given, connected, f"{title} needs CodeConnectionArn: give both or neither."),
        Rule(f"ConnectionNeeds{title}", connected, given, f"CodeConnectionArn needs {title}: give both or neither."),
    )


def source(project: Project, what: str, existing: Parameter, seed_key: SeedKey) -> Source:
    """The repository, its starting code, and its place in Studio's list."""
    repository = _codecommit_repository(project, what, seed_key)
    seeded = _seeded_repository(what, existing, seed_key)
    url = If(USES_CONNECTION.name, GetAtt(seeded, "RepositoryUrl"), GetAtt(repository, "CloneUrlHttp"))
    registered = sagemaker.CodeRepository(
        names.logical_id(what, "code-repository"),
        CodeRepositoryName=Sub(project.short_name(what)),
        GitConfig=sagemaker.GitConfig(RepositoryUrl=url, Branch=Ref(BRANCH)),
        Tags=project.tags,
    )
    return Source(repository, seeded, registered)


def _codecommit_repository(project: Project, what: str, seed_key: SeedKey) -> codecommit.Repository:
    seed = codecommit.S3(Bucket=Ref(parameters.ASSET_BUCKET), Key=seed_key)
    return codecommit.Repository(
        names.logical_id(what, "repository"),
        Condition=USES_CODECOMMIT.name,
        RepositoryName=Sub(project.long_name(what)),
        RepositoryDescription=Sub(f"The {what} code of project {project.model_package_group}"),
        Code=codecommit.Code(S3=seed, BranchName=Ref(BRANCH)),
        **KEPT,
    )


def _seeded_repository(what: str, existing: Parameter, seed_key: SeedKey) -> SeededRepository:
    properties: dict[str, Any] = {
        "ServiceToken": Ref(parameters.SEEDING_FUNCTION),
        "ServiceTimeout": HALF_AN_HOUR,
        "ConnectionArn": Ref(CONNECTION),
        "RepositoryName": Ref(existing),
        "BranchName": Ref(BRANCH),
        "SeedBucket": Ref(parameters.ASSET_BUCKET),
        "SeedKey": seed_key,
    }
    return SeededRepository(names.logical_id(what, "seeded-repository"), Condition=USES_CONNECTION.name, **properties)
