"""CodeCommit source: the newest commit of a branch."""

from sandbox.api import loopback
from sandbox.api.identifiers import arn
from sandbox.iam import permission_checks
from sandbox.services.codecommit.git import Repository
from sandbox.services.codepipeline.actions.action import Action
from sandbox.services.codepipeline.actions.context import ActionContext
from sandbox.services.codepipeline.actions.git_source import commit_to_use, output_commit

# Needed besides the API's operations: CodePipeline User Guide, "CodeCommit action permissions".
_UPLOADS = ("codecommit:UploadArchive", "codecommit:GetUploadArchiveStatus")


def _run(context: ActionContext) -> str:
    credentials = context.credentials()
    name, branch = context.configuration["RepositoryName"], context.configuration["BranchName"]
    with loopback.acting_as(credentials):
        client = loopback.client("codecommit")
        newest = client.get_branch(repositoryName=name, branchName=branch)["branch"]["commitId"]
        commit = commit_to_use(context, newest)
        client.get_commit(repositoryName=name, commitId=commit)
    for operation in _UPLOADS:
        permission_checks.require(credentials, operation, arn("codecommit", name))
    return output_commit(context, Repository(name), commit, {"RepositoryName": name})


SOURCE = Action(
    category="Source",
    provider="CodeCommit",
    outputs=(1, 1),
    required=frozenset({"RepositoryName", "BranchName"}),
    optional=frozenset({"PollForSourceChanges", "OutputArtifactFormat"}),
    run=_run,
)
