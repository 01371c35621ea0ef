"""Source actions: the newest commit of a branch, as a zip in the artifact bucket."""

from collections.abc import Callable
from typing import Any

from sandbox.api import loopback
from sandbox.api.identifiers import arn
from sandbox.iam import permission_checks
from sandbox.services.codecommit.git import Repository
from sandbox.services.codeconnections import provider
from sandbox.services.codepipeline.running.records import ActionError
from sandbox.services.codepipeline.running.work import Work

Record = dict[str, Any]

# What a source action does in CodeCommit beyond its API: CodePipeline user guide, "CodeCommit action permissions".
_UPLOADS = ("codecommit:UploadArchive", "codecommit:GetUploadArchiveStatus")


def code_commit(work: Work) -> str:
    credentials = work.credentials()
    name, branch = work.configuration["RepositoryName"], work.configuration["BranchName"]
    with loopback.acting_as(credentials):
        client = loopback.client("codecommit")
        tip = client.get_branch(repositoryName=name, branchName=branch)["branch"]["commitId"]
        commit = _chosen(work, tip)
        client.get_commit(repositoryName=name, commitId=commit)
    for action in _UPLOADS:
        permission_checks.require(credentials, action, arn("codecommit", name))
    return _hand_on(work, Repository(name), commit, {"RepositoryName": name})


def connection(work: Work) -> str:
    """A connection has no operation that reads: the right to use it for that repository is what AWS checks.

    It hands its artifact on with an ACL for the bucket's owner: the CDK's connection source action grants
    s3:PutObjectAcl to its role, "the default role of pipelines" (CodePipeline user guide) has it.
    """
    credentials = work.credentials()
    permission_checks.require(
        credentials, "s3:PutObjectAcl", f"arn:aws:s3:::{work.store['location']}/{work.name_in_store}/*"
    )
    identifier, name = work.configuration["ConnectionArn"], work.configuration["FullRepositoryId"]
    provider.require_use(credentials, identifier, name)
    repository = provider.repository(name)
    tip = repository.branches().get(work.configuration["BranchName"])
    if tip is None:
        problem = (
            f"[{work.configuration['ConnectionArn']}] No Branch [{work.configuration['BranchName']}] found for {name}"
        )
        raise ActionError(problem, "ConfigurationError")
    return _hand_on(work, repository, _chosen(work, tip), {"FullRepositoryName": name, "ConnectionArn": identifier})


def s3(work: Work) -> str:
    place = {"Bucket": work.configuration["S3Bucket"], "Key": work.configuration["S3ObjectKey"]}
    credentials = work.credentials()
    with loopback.acting_as(credentials):
        found = loopback.client("s3").get_object(**place)
        content = found["Body"].read()
    version = found.get("VersionId", "null")
    work.write(work.action["outputArtifacts"][0]["name"], content, version, credentials)
    work.entry["variables"] = {"BucketName": place["Bucket"], "ObjectKey": place["Key"], "VersionId": version}
    work.entry["revision"] = {"revisionId": version, "revisionSummary": f"Amazon S3 version id: {version}"}
    return f"Amazon S3 version id: {version}"


def _chosen(work: Work, tip: str) -> str:
    """A start may name the commit; otherwise it is the newest."""
    return work.execution.get("overrides", {}).get(work.action["name"], tip)


def _hand_on(work: Work, repository: Repository, commit: str, more: dict[str, str]) -> str:
    facts = repository.text("show", "-s", "--format=%aI%n%cI%n%s", commit).split("\n", 2)
    content = repository.archive(commit)
    work.write(work.action["outputArtifacts"][0]["name"], content, commit, work.credentials())
    work.entry["variables"] = more | {
        "AuthorDate": facts[0],
        "CommitterDate": facts[1],
        "CommitMessage": facts[2],
        "CommitId": commit,
        "BranchName": work.configuration["BranchName"],
    }
    work.entry["revision"] = {"revisionId": commit, "revisionSummary": facts[2]}
    return facts[2]


PROVIDERS: dict[str, Callable[[Work], str]] = {
    "CodeCommit": code_commit,
    "CodeStarSourceConnection": connection,
    "S3": s3,
}
