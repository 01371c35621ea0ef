"""A repository with starting code: a new one in CodeCommit, or an existing one behind a connection."""

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
from templates.blocks.retention import RETAINED
from templates.parameter_form import Condition, Field, Rule
from templates.project import Project

CONNECTION = parameters.text(
    "CodeConnectionArn",
    "Connection to GitHub, GitLab, Bitbucket or Azure DevOps. Leave empty to get new CodeCommit repositories.",
    r"^$|^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection/[0-9a-f-]{36}$",
    "Empty, or the ARN of a connection of CodeConnections.",
    Default="",
)
NOT_LAST = r"\.(lock|git)(/|$)"
"""Git refuses names that end in `.lock` (git-check-ref-format); a repository's address gets its `.git` later."""
BRANCH = parameters.text(
    "BranchName",
    "Branch that pipelines follow. Created in a new repository.",
    rf"^(?!.*(\.\.|//|/\.|/-|[./]$|{NOT_LAST}))[a-zA-Z0-9][a-zA-Z0-9._/-]{{0,99}}$",
    "A branch name of letters, digits, dots, underscores, hyphens and slashes that git takes.",
    Default="main",
)
USES_CONNECTION = Condition("UsesConnection", Not(Equals(Ref(CONNECTION), "")))
USES_CODECOMMIT = Condition("UsesCodeCommit", Equals(Ref(CONNECTION), ""))
FIELDS = (Field(CONNECTION, "Connection"), Field(BRANCH, "Branch"))
CONDITIONS = (USES_CONNECTION, USES_CODECOMMIT)
HALF_AN_HOUR = 1800


class SeededRepository(AWSObject):
    """A custom resource of the account's seeding function, which fills a repository only if it is empty."""

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
"""An archive's key in the asset bucket, or the look-up of the chosen one."""


class Source(NamedTuple):
    repository: codecommit.Repository
    seeded: SeededRepository
    registered: sagemaker.CodeRepository


def existing_repository(part: str) -> Parameter:
    """The parameter that names a repository at the provider: `BuildRepository` for the build's code."""
    return parameters.text(
        names.logical_id(part, "repository-name"),
        f"Existing repository for the {part} code, as owner/name. Only with a connection. Filled if it is empty.",
        rf"^$|^(?!.*(\.\.|/\.|/-|\.$|{NOT_LAST}))[a-zA-Z0-9_][a-zA-Z0-9._-]*(/[a-zA-Z0-9._-]+){{1,4}}$",
        "Empty, or a repository as owner/name, without `.git`.",
        Default="",
    )


def rules(existing: Parameter) -> tuple[Rule, Rule]:
    """A connection and a repository must be given together."""
    title = str(existing.title)
    given, connected = Not(Equals(Ref(existing), "")), Not(Equals(Ref(CONNECTION), ""))
    return (
        Rule(f"{title}NeedsConnection", given, connected, f"{title} needs CodeConnectionArn: give both or neither."),
        Rule(f"ConnectionNeeds{title}", connected, given, f"CodeConnectionArn needs {title}: give both or neither."),
    )


def source(project: Project, part: str, existing: Parameter, seed_key: SeedKey) -> Source:
    """The repository with its starting code, registered for Studio's list."""
    repository = _codecommit_repository(project, part, seed_key)
    seeded = _seeded_repository(part, existing, seed_key)
    url = If(USES_CONNECTION.name, GetAtt(seeded, "RepositoryUrl"), GetAtt(repository, "CloneUrlHttp"))
    registered = sagemaker.CodeRepository(
        names.logical_id(part, "code-repository"),
        CodeRepositoryName=Sub(project.short_name(part)),
        GitConfig=sagemaker.GitConfig(RepositoryUrl=url, Branch=Ref(BRANCH)),
        Tags=project.tags,
    )
    return Source(repository, seeded, registered)


def _codecommit_repository(project: Project, part: str, seed_key: SeedKey) -> codecommit.Repository:
    seed = codecommit.S3(Bucket=Ref(parameters.ASSET_BUCKET), Key=seed_key)
    return codecommit.Repository(
        names.logical_id(part, "repository"),
        Condition=USES_CODECOMMIT.name,
        RepositoryName=Sub(project.long_name(part)),
        Tags=project.tags,
        RepositoryDescription=Sub(f"The {part} code of project {project.model_package_group}"),
        Code=codecommit.Code(S3=seed, BranchName=Ref(BRANCH)),
        **RETAINED,
    )


def _seeded_repository(part: str, existing: Parameter, seed_key: SeedKey) -> SeededRepository:
    properties: dict[str, Any] = {
        "ServiceToken": Ref(parameters.SEEDING_FUNCTION),
        "ServiceTimeout": HALF_AN_HOUR,
        "ConnectionArn": Ref(CONNECTION),
        "RepositoryName": Ref(existing),
        "BranchName": Ref(BRANCH),
        "SeedBucket": Ref(parameters.ASSET_BUCKET),
        "SeedKey": seed_key,
    }
    return SeededRepository(names.logical_id(part, "seeded-repository"), Condition=USES_CONNECTION.name, **properties)
