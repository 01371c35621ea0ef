"""What source actions have in common that read a branch of a git repository."""

from sandbox.services.codecommit.git import Repository
from sandbox.services.codepipeline.actions.artifacts import write_output
from sandbox.services.codepipeline.actions.context import ActionContext


def commit_to_use(context: ActionContext, newest: str) -> str:
    """The newest commit of the branch, unless the start named another one."""
    return context.execution.commits.get(context.action["name"], newest)


def output_commit(context: ActionContext, repository: Repository, commit: str, variables: dict[str, str]) -> str:
    """Write a commit's files as the output artifact, and its facts as output variables; returns its subject."""
    facts = repository.text("show", "-s", "--format=%aI%n%cI%n%s", commit).split("\n", 2)
    write_output(context, repository.archive(commit), commit, context.credentials())
    context.run.variables = variables | {
        "AuthorDate": facts[0],
        "CommitterDate": facts[1],
        "CommitMessage": facts[2],
        "CommitId": commit,
        "BranchName": context.configuration["BranchName"],
    }
    context.run.revision = {"revisionId": commit, "revisionSummary": facts[2]}
    return facts[2]
