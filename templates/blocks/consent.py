"""Which other projects may deploy a project's models, and which one monitors them: those that its owner has named.

A deploying project reads another project's bucket and versions under the roles of its own builds, which have their
project's id as a tag. Only the catalog's launch role can create a role below the catalog's path, and CloudFormation
gives it that tag.
"""

from troposphere import Parameter, Ref, s3

from templates import names, parameters
from templates.arns import regionless_arn, role_arn
from templates.blocks.buckets import objects
from templates.parameter_form import Field
from templates.policy import Statement, deny, with_principal
from templates.project import Project

DEPLOYED_BY = Parameter(
    "ModelsDeployedBy",
    Type="CommaDelimitedList",
    Description="Ids of other projects that may read the models of this one to deploy them, with commas between.",
    Default=names.NONE,
    AllowedPattern="^(none|p-[a-z0-9]{12,13})$",
    ConstraintDescription="`none`, or ids of projects such as p-abc123def456 with commas between.",
)
"""CloudFormation User Guide, "CloudFormation template Parameters syntax": each value of the list has to match."""
FIELD = Field(DEPLOYED_BY, "Models deployed by")
MONITORED_BY = parameters.text(
    "MonitoredBy",
    "Id of the project that monitors this one: it may read models, evaluations and captured requests, and what it asks "
    "for starts a training.",
    "^(none|p-[a-z0-9]{12,13})$",
    "`none`, or the id of a project such as p-abc123def456.",
    Default=names.NONE,
)
MONITOR_FIELD = Field(MONITORED_BY, "Monitored by")
PROJECT_TAG = "aws:PrincipalTag/sagemaker:project-id"


def only_with_consent(project: Project, bucket: s3.Bucket) -> list[Statement]:
    read = [objects(bucket, prefix) for prefix in (names.MODEL_PREFIX, names.EXECUTION_PREFIX)]
    actions = ["s3:GetObject", "s3:GetObjectVersion"]
    return [with_principal("*", deny(actions, read, projects_without_consent(project)))]


def projects_without_consent(project: Project) -> Statement:
    """A condition. A role without the tag is meant too: a negated comparison holds for a key that is absent.

    The two negated comparisons of the tag hold together only for a project that neither parameter names.
    """
    return {
        **_other_projects(project, "*"),
        "StringNotEquals": {PROJECT_TAG: Ref(DEPLOYED_BY)},
        "StringNotLike": {PROJECT_TAG: Ref(MONITORED_BY)},
    }


def captured_with_consent(project: Project, bucket: s3.Bucket) -> list[Statement]:
    """What the endpoints of a project captured is read by the project that monitors it, and by no other one.

    Of this account: in the accounts of its stages the project's own endpoints read what they are asked.
    """
    condition = {**_other_projects(project, "${AWS::AccountId}"), "StringNotLike": {PROJECT_TAG: Ref(MONITORED_BY)}}
    actions = ["s3:GetObject", "s3:GetObjectVersion"]
    return [with_principal("*", deny(actions, [objects(bucket, names.ENDPOINT_PREFIX)], condition))]


def _other_projects(project: Project, account: str) -> Statement:
    return {
        "ArnLike": {"aws:PrincipalArn": regionless_arn("iam", f"role{names.PATH}{names.PROJECTS}", account)},
        "ArnNotLike": {"aws:PrincipalArn": role_arn(project.short_name("*"))},
    }
