"""Source of a repository behind a connection: the newest commit of a branch at the provider."""

from sandbox.iam import permission_checks
from sandbox.services.codeconnections import provider
from sandbox.services.codepipeline.actions.action import Action, ActionError
from sandbox.services.codepipeline.actions.context import ActionContext
from sandbox.services.codepipeline.actions.git_source import commit_to_use, output_commit


def _run(context: ActionContext) -> str:
    """A connection has no operation that reads: AWS checks the permission to use it for the repository.

    The artifact is stored with an ACL for the bucket's owner: the CDK's connection source action grants
    s3:PutObjectAcl to its role, and "the default role of pipelines" (CodePipeline User Guide) has it.
    """
    credentials, configuration = context.credentials(), context.configuration
    objects = f"arn:aws:s3:::{context.store['location']}/{context.folder_in_store}/*"
    permission_checks.require(credentials, "s3:PutObjectAcl", objects)
    connection, name, branch = (configuration[key] for key in ("ConnectionArn", "FullRepositoryId", "BranchName"))
    provider.require_use(credentials, connection, name)
    repository = provider.repository(name)
    newest = repository.branches().get(branch)
    if newest is None:
        raise ActionError(f"[{connection}] No Branch [{branch}] found for {name}", "ConfigurationError")
    variables = {"FullRepositoryName": name, "ConnectionArn": connection}
    return output_commit(context, repository, commit_to_use(context, newest), variables)


SOURCE = Action(
    category="Source",
    provider="CodeStarSourceConnection",
    outputs=(1, 1),
    required=frozenset({"ConnectionArn", "FullRepositoryId", "BranchName"}),
    optional=frozenset({"OutputArtifactFormat", "DetectChanges"}),
    run=_run,
)
