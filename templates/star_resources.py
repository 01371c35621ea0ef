"""Every action that is granted on `*`, each with the reason. A test refuses any other."""

ON_EVERYTHING = {
    "cloudformation:GetTemplateSummary": "asked before there is a stack",
    "cloudformation:ValidateTemplate": "asked before there is a stack",
    "cloudwatch:PutMetricData": "metrics have no ARN; a condition keeps to SageMaker's namespaces",
    "codecommit:ListRepositories": "CodeCommit defines no resource for listing",
    "ec2:DescribeDhcpOptions": "EC2 defines no resource for describing",
    "ec2:DescribeNetworkInterfaces": "EC2 defines no resource for describing",
    "ec2:DescribeSecurityGroups": "EC2 defines no resource for describing",
    "ec2:DescribeSubnets": "EC2 defines no resource for describing",
    "ec2:DescribeVpcEndpoints": "EC2 defines no resource for describing",
    "ec2:DescribeVpcs": "EC2 defines no resource for describing",
    "ecr:GetAuthorizationToken": "a login to ECR is for the whole registry",
    "kms:CreateKey": "a key has no ARN before it exists; a condition asks for the project's tag",
    "kms:ListAliases": "KMS defines no resource for listing",
}
