"""Which other projects may deploy a project's models: those that its owner has named.

A deploying project reads another project's bucket and versions under the roles of its own builds, which have their
project's id as a tag. Only the catalog's launch role can create a role below the catalog's path, and CloudFormation
gives it that tag.
"""

from troposphere import Parameter, Ref, s3

from templates import names
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
PROJECT_TAG = "aws:PrincipalTag/sagemaker:project-id"


def only_with_consent(project: Project, bucket: s3.Bucket) -> list[Statement]:
    read = [objects(bucket, prefix) for prefix in (names.MODEL_PREFIX, names.EXECUTION_PREFIX)]
    actions = ["s3:GetObject", "s3:GetObjectVersion"]
    return [with_principal("*", deny(actions, read, projects_without_consent(project)))]


def projects_without_consent(project: Project) -> Statement:
    """A condition. A role without the tag is meant too: a negated comparison holds for a key that is absent."""
    return {
        "ArnLike": {"aws:PrincipalArn": regionless_arn("iam", f"role{names.PATH}{names.PROJECTS}", "*")},
        "ArnNotLike": {"aws:PrincipalArn": role_arn(project.short_name("*"))},
        "StringNotEquals": {PROJECT_TAG: Ref(DEPLOYED_BY)},
    }
