"""Fills a new repository from the archive that its `Code` property names."""

from typing import Any

from sandbox.api import archives, loopback
from sandbox.cloudformation.resources.facts import Facts

_EXECUTABLE = 0o100


def seed(facts: Facts) -> None:
    """Read the archive as the stack, and commit it as the service does."""
    code = facts["properties"].get("Code")
    if not code:
        return
    place = {"Bucket": code["S3"]["Bucket"], "Key": code["S3"]["Key"]}
    if "ObjectVersion" in code["S3"]:
        place["VersionId"] = code["S3"]["ObjectVersion"]
    files = _files(loopback.client("s3").get_object(**place)["Body"].read())
    with loopback.acting_as(loopback.root(facts["account"])):
        loopback.client("codecommit").create_commit(
            repositoryName=facts["properties"]["RepositoryName"],
            branchName=code.get("BranchName", "main"),
            putFiles=files,
            commitMessage="Initial commit by AWS CodeCommit",
        )


def _files(archive: bytes) -> list[dict[str, Any]]:
    """The archive's files as CreateCommit takes them."""
    with archives.opened_zip(archive) as content:
        return [
            {
                "filePath": entry.filename,
                "fileContent": content.read(entry),
                "fileMode": "EXECUTABLE" if entry.external_attr >> 16 & _EXECUTABLE else "NORMAL",
            }
            for entry in content.infolist()
            if not entry.is_dir()
        ]
