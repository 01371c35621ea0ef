"""What CodePipeline knows of each action provider: how many artifacts it takes and gives, and its configuration.

Figures and keys: CodePipeline user guide, "Action structure reference" and "Number of input and output artifacts".
"""

from typing import NamedTuple


class Provider(NamedTuple):
    """Ranges of input and output artifacts; configuration keys that must, and that may be there."""

    inputs: tuple[int, int]
    outputs: tuple[int, int]
    required: frozenset[str]
    optional: frozenset[str]


def _provider(inputs: tuple[int, int], outputs: tuple[int, int], required: str, optional: str) -> Provider:
    return Provider(inputs, outputs, frozenset(required.split()), frozenset(optional.split()))


_CODEBUILD = _provider(
    (1, 5), (0, 5), "ProjectName", "PrimarySource BatchEnabled CombineArtifacts EnvironmentVariables BuildspecOverride"
)

PROVIDERS = {
    ("Source", "CodeCommit"): _provider(
        (0, 0), (1, 1), "RepositoryName BranchName", "PollForSourceChanges OutputArtifactFormat"
    ),
    ("Source", "CodeStarSourceConnection"): _provider(
        (0, 0), (1, 1), "ConnectionArn FullRepositoryId BranchName", "OutputArtifactFormat DetectChanges"
    ),
    ("Source", "S3"): _provider(
        (0, 0), (1, 1), "S3Bucket S3ObjectKey", "PollForSourceChanges AllowOverrideForS3ObjectKey"
    ),
    ("Build", "CodeBuild"): _CODEBUILD,
    ("Test", "CodeBuild"): _CODEBUILD,
    ("Approval", "Manual"): _provider((0, 0), (0, 0), "", "CustomData ExternalEntityLink NotificationArn"),
    ("Deploy", "CloudFormation"): _provider(
        (0, 10),
        (0, 1),
        "ActionMode StackName",
        "Capabilities ChangeSetName OutputFileName ParameterOverrides RoleArn TemplateConfiguration TemplatePath",
    ),
}

# What of CloudFormation's modes the sandbox carries out.
MODES = ("CHANGE_SET_REPLACE", "CHANGE_SET_EXECUTE")
