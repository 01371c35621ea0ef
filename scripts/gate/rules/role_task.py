"""A role is granted what its task needs, by the service that assumes it or by its name: a schedule only starts."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from scripts.gate.model.template import Problem, Role, Template
from templates import names

START = "codepipeline:StartPipelineExecution sagemaker:StartPipelineExecution"
LOGS = "logs:CreateLogStream logs:PutLogEvents"
NETWORK = "ec2:*NetworkInterface* ec2:Describe*"
KEYS = "kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:ReEncrypt*"
OBJECTS = "s3:AbortMultipartUpload s3:GetBucketLocation s3:GetObject* s3:ListBucket s3:PutObject"
USED_CONNECTIONS = "codeconnections:UseConnection codestar-connections:UseConnection"
READ_CONNECTIONS = "codeconnections:Get* codestar-connections:Get*"
WAIT = "events:DescribeRule events:PutRule events:PutTargets states:DescribeExecution states:StopExecution"
"""Step Functions Developer Guide, "IAM policies for Step Functions": how a state waits for what it started."""
DEFINE = "states:DescribeStateMachine states:UpdateStateMachine"
EXECUTE = "states:DescribeExecution states:ListExecutions states:RedriveExecution states:StartExecution"
"""Of a build: which state machines these are, `escalation` says."""
SERVICES: Mapping[str, str] = {
    "events": START,
    "scheduler": START,
    "codepipeline": f"""
        codebuild:BatchGetBuilds codebuild:StartBuild codecommit:*Archive* codecommit:Get* s3:GetBucketAcl
        s3:GetBucketVersioning s3:PutObjectAcl sns:Publish sts:AssumeRole {USED_CONNECTIONS} {OBJECTS} {KEYS}
    """,
    "codebuild": f"""
        codebuild:*Report* codebuild:BatchPutTestCases codepipeline:List* codepipeline:StopPipelineExecution
        iam:PassRole sts:AssumeRole sagemaker:Describe* sagemaker:List* sagemaker:AddTags sagemaker:*Pipeline*
        codeconnections:GetConnection* codestar-connections:GetConnection*
        {USED_CONNECTIONS} {OBJECTS} {KEYS} {NETWORK} {LOGS} {DEFINE} {EXECUTE}
    """,
    "sagemaker": f"""
        cloudwatch:PutMetricData cloudwatch:DescribeAlarms ecr:Batch* ecr:Get* kms:CreateGrant iam:PassRole
        logs:CreateLogGroup logs:DescribeLogStreams sagemaker:AddTags sagemaker:Create*Job sagemaker:CreateModel
        sagemaker:CreateModelPackage sagemaker:Stop*Job sagemaker:Describe* sagemaker:List*
        {OBJECTS} {KEYS} {NETWORK} {LOGS}
    """,
    "lambda": f"""
        codebuild:BatchGetBuilds codebuild:StartBuild cloudformation:DeleteStack sts:AssumeRole sts:TagSession
        servicecatalog:SearchProvisionedProducts codeconnections:List* codestar-connections:List*
        {READ_CONNECTIONS} {LOGS}
    """,
    "states": f"""
        iam:PassRole kms:CreateGrant s3:GetObject sagemaker:AddTags sagemaker:CreateEndpoint
        sagemaker:CreateEndpointConfig sagemaker:CreateModel sagemaker:CreateModelPackage
        sagemaker:CreateProcessingJob sagemaker:CreateTrainingJob sagemaker:Describe* sagemaker:InvokeEndpoint
        sagemaker:ListTags sagemaker:Stop*Job sagemaker:UpdateEndpoint sns:Publish states:StartExecution {KEYS} {WAIT}
    """,
}
CHANGED_ROLES = """
    iam:*Role iam:*RoleDescription iam:*RolePolicies iam:*RolePolicy iam:PutRolePermissionsBoundary
    iam:UpdateAssumeRolePolicy
"""
BUCKETS = "s3:*Bucket* s3:*Configuration* s3:*Tagging s3:*ag*Resource* s3:Get*"
NAMED: Mapping[str, str] = {
    names.LAUNCH_ROLE: f"""
        cloudformation:* codebuild:*Project* codecommit:*Repositor* codecommit:CreateCommit codecommit:*ag*Resource*
        cloudwatch:*Alarm* cloudwatch:*Dashboard* cloudwatch:*ag*Resource
        codepipeline:*Pipeline* codepipeline:*StageTransition codepipeline:*ag*Resource* events:*Rule*
        events:*Targets* events:*ag*Resource* kms:* lambda:InvokeFunction logs:* scheduler:*Schedule
        sagemaker:*CodeRepository sagemaker:*ModelPackageGroup* sagemaker:*Tags sqs:*Queue* ssm:*Parameter*
        ssm:*ag*Resource* codeconnections:PassConnection codestar-connections:PassConnection {CHANGED_ROLES} {BUCKETS}
        states:*StateMachine states:*ag*Resource*
    """,
    names.READER: "iam:Get* iam:List* s3:Get* s3:List* servicecatalog:List* servicecatalog:Search* ssm:GetParameter*",
    names.PUBLISHER: f"""
        cloudformation:* iam:*Polic* organizations:Describe* organizations:List* servicecatalog:* s3:*Object s3:List*
        sts:AssumeRole {CHANGED_ROLES} {BUCKETS}
    """,
    names.APPROVER: """
        codepipeline:Get* codepipeline:List* codepipeline:PutApprovalResult kms:Decrypt s3:GetObject s3:ListBucket
        sagemaker:Describe* sagemaker:List* sagemaker:UpdateModelPackage
    """,
    f"{names.PREFIX}-stage-provisioner": """
        cloudformation:CreateStack cloudformation:DeleteStack cloudformation:DescribeStack* cloudformation:TagResource
        cloudformation:UpdateStack iam:PassRole s3:GetObject
    """,
    f"{names.PREFIX}-stage-cloudformation": CHANGED_ROLES,
}
STUDIO = f"""
    codecommit:BatchGet* codecommit:CreateBranch codecommit:CreatePullRequest codecommit:Get* codecommit:Git*
    codecommit:List* codepipeline:Get* codepipeline:List* codepipeline:StartPipelineExecution
    codepipeline:StopPipelineExecution sagemaker:*Pipeline* sagemaker:Describe* sagemaker:List* sagemaker:Stop*Job
    sagemaker:*App sagemaker:*Space sagemaker:CreatePresignedDomainUrl sagemaker:*Project servicecatalog:Describe*
    servicecatalog:GetProvisionedProductOutputs servicecatalog:List* servicecatalog:ProvisionProduct
    servicecatalog:Search* servicecatalog:TerminateProvisionedProduct servicecatalog:UpdateProvisionedProduct
    s3:DeleteObject sagemaker:BatchDescribe* sagemaker:GetModelPackageGroupPolicy {OBJECTS}
"""
"""Of people who write code: what their tag lets them reach, `team_grant` says."""
MONITOR = "model-monitor"
MONITORS = "cloudwatch:PutMetricData sagemaker:CreateProcessingJob sagemaker:StopProcessingJob sns:Publish"
"""Of the build of a monitor: it runs the job that looks at a model, and tells what was found."""
STAGE: Mapping[str, str] = {
    "deploy": f"""
        cloudformation:*ChangeSet cloudformation:Describe* cloudformation:*ag*Resource* iam:PassRole {OBJECTS} {KEYS}
    """,
    "cloudformation": """
        application-autoscaling:* cloudwatch:* iam:CreateServiceLinkedRole iam:PassRole kms:CreateGrant kms:DescribeKey
        sagemaker:*Endpoint* sagemaker:*Model sagemaker:*Tags
    """,
    "test": f"sagemaker:Describe* sagemaker:Invoke* sagemaker:ListTags {OBJECTS} {KEYS}",
}
"""Of the roles of a project in a stage's account, by the last part of their names."""


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles:
        allowed = _allowed(role, template.kind)
        if allowed and template.name == MONITOR and role.services == frozenset({"codebuild.amazonaws.com"}):
            allowed = [*allowed, *MONITORS.split()]
        for action in sorted({action for action, _ in role.granted} if allowed else ()):
            if not any(fnmatchcase(action, pattern) for pattern in allowed):
                yield Problem(role.title, f"may {action}, which its task does not need: take it out")


def _allowed(role: Role, kind: str) -> list[str]:
    if kind == "team":
        return str(STUDIO if role.services else NAMED[names.APPROVER]).split()
    part = role.name.rpartition("-")[2]
    if role.name in NAMED:
        return NAMED[role.name].split()
    if kind == "stage" and part in STAGE:
        return STAGE[part].split()
    tasks = [task for name, task in SERVICES.items() if f"{name}.amazonaws.com" in role.services]
    return " ".join(tasks).split()
