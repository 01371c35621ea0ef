"""Only actions that have no resource, or are harmless on every one, are granted on `*`.

Service Authorization Reference: for most of them the service defines no resource type. Those that would reach other
projects are granted with a condition (`required_condition` says which).
"""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template

WITHOUT_RESOURCE = {
    "application-autoscaling": "DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions",
    "cloudformation": "CreateStackSet GetTemplateSummary ValidateTemplate",
    "cloudwatch": "GetMetricData PutMetricData",
    "codecommit": "ListRepositories",
    "codepipeline": "ListPipelines",
    "ec2": (
        "DescribeDhcpOptions DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcEndpoints "
        "DescribeVpcs"
    ),
    "ecr": "GetAuthorizationToken",
    "kms": "CreateKey ListAliases",
    "logs": "DescribeIndexPolicies DescribeLogGroups DescribeResourcePolicies",
    "organizations": "DescribeAccount DescribeOrganization ListDelegatedAdministrators ListParents",
    "s3": "GetObject",
    "sagemaker": (
        "ListApps ListCodeRepositories ListDomains ListModelPackageGroups ListPipelines ListProcessingJobs "
        "ListProjects ListSpaces ListTrainingJobs ListUserProfiles"
    ),
    "servicecatalog": (
        "DescribeProvisionedProduct DescribeRecord GetProvisionedProductOutputs SearchProducts "
        "SearchProvisionedProducts TerminateProvisionedProduct UpdateProvisionedProduct "
        "AssociateProductWithPortfolio CreatePortfolio CreateProduct CreateTagOption DeleteConstraint "
        "DeleteTagOption DescribeConstraint DescribePortfolioShareStatus DescribeTagOption "
        "DisassociateProductFromPortfolio GetAWSOrganizationsAccessStatus ListAcceptedPortfolioShares "
        "ListProvisioningArtifacts ListResourcesForTagOption SearchProductsAsAdmin UpdateConstraint "
        "UpdateTagOption"
    ),
}
LISTED = frozenset(f"{service}:{action}" for service, actions in WITHOUT_RESOURCE.items() for action in actions.split())


def check(template: Template) -> Iterator[Problem]:
    for statement in template.identity:
        if statement.kind == "identity" and statement.allows and "*" in statement.resources:
            yield from _problems(statement)


def _problems(statement: Statement) -> Iterator[Problem]:
    for action in statement.actions:
        if action not in LISTED:
            yield Problem(statement.place, f"allows {action} on everything: name its resources")
