"""Every action that is granted on `*`, each with the reason. A test refuses any other."""

ON_EVERYTHING = {
    "application-autoscaling:DescribeScalableTargets": "the service defines no resource for describing",
    "application-autoscaling:DescribeScalingPolicies": "the service defines no resource for describing",
    "cloudformation:GetTemplateSummary": "asked before there is a stack",
    "cloudformation:ValidateTemplate": "asked before there is a stack",
    "cloudwatch:PutMetricData": "metrics have no ARN; a condition keeps to SageMaker's namespaces",
    "codecommit:ListRepositories": "CodeCommit defines no resource for listing",
    "codepipeline:ListPipelines": "CodePipeline defines no resource for listing",
    "ec2:DescribeDhcpOptions": "EC2 defines no resource for describing",
    "ec2:DescribeNetworkInterfaces": "EC2 defines no resource for describing",
    "ec2:DescribeSecurityGroups": "EC2 defines no resource for describing",
    "ec2:DescribeSubnets": "EC2 defines no resource for describing",
    "ec2:DescribeVpcEndpoints": "EC2 defines no resource for describing",
    "ec2:DescribeVpcs": "EC2 defines no resource for describing",
    "ecr:GetAuthorizationToken": "a login to ECR is for the whole registry",
    "kms:CreateKey": "a key has no ARN before it exists; a condition asks for the project's tag",
    "kms:ListAliases": "KMS defines no resource for listing",
    "sagemaker:ListModelPackageGroups": "SageMaker defines no resource for listing",
    "servicecatalog:ListAcceptedPortfolioShares": "Service Catalog defines no resource for listing",
    "servicecatalog:ListProvisioningArtifacts": "Service Catalog defines no resource for listing",
    "servicecatalog:SearchProductsAsAdmin": "Service Catalog defines no resource for searching",
}
