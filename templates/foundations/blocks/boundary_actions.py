"""The actions that roles of projects may use. The test of a product that grants another one fails."""

from templates.policy import actions_of

WITHOUT_RESOURCE = (
    *actions_of("cloudwatch", "PutMetricData"),
    *actions_of(
        "ec2",
        """
        DescribeDhcpOptions DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcEndpoints
        DescribeVpcs
        """,
    ),
    *actions_of("ecr", "GetAuthorizationToken"),
)
"""The service defines no resource for them, so that no other organisation's can be reached."""

PULL_IMAGES = actions_of("ecr", "BatchCheckLayerAvailability BatchGetImage GetDownloadUrlForLayer")

ALLOWED_ACTIONS = (
    *actions_of("codebuild", "BatchGetBuilds BatchPutTestCases CreateReport CreateReportGroup StartBuild UpdateReport"),
    *actions_of("codecommit", "CancelUploadArchive GetBranch GetCommit GetUploadArchiveStatus UploadArchive"),
    *actions_of("codeconnections", "UseConnection"),
    *actions_of(
        "codepipeline", "ListActionExecutions ListPipelineExecutions StartPipelineExecution StopPipelineExecution"
    ),
    *actions_of("codestar-connections", "UseConnection"),
    *actions_of(
        "ec2",
        """
        CreateNetworkInterface CreateNetworkInterfacePermission DeleteNetworkInterface
        DeleteNetworkInterfacePermission
        """,
    ),
    *actions_of("events", "DescribeRule PutRule PutTargets"),
    *PULL_IMAGES,
    *actions_of("kms", "CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey ReEncryptFrom ReEncryptTo"),
    *actions_of("logs", "CreateLogGroup CreateLogStream DescribeLogStreams PutLogEvents"),
    *actions_of(
        "s3",
        """
        AbortMultipartUpload GetBucketAcl GetBucketLocation GetBucketVersioning GetObject GetObjectVersion ListBucket
        PutObject PutObjectAcl
        """,
    ),
    *actions_of(
        "sagemaker",
        """
        AddTags CreateEndpoint CreateEndpointConfig CreateHyperParameterTuningJob CreateModel
        CreateModelPackage CreatePipeline CreateProcessingJob CreateTrainingJob CreateTransformJob
        DescribeEndpoint DescribeHyperParameterTuningJob DescribeModel DescribeModelPackage
        DescribeModelPackageGroup DescribePipeline DescribePipelineExecution DescribeProcessingJob
        DescribeTrainingJob DescribeTransformJob InvokeEndpoint ListModelPackages ListTags
        ListPipelineExecutionSteps ListPipelineExecutions StartPipelineExecution StopHyperParameterTuningJob
        StopProcessingJob StopTrainingJob StopTransformJob UpdateEndpoint UpdatePipeline
        """,
    ),
    *actions_of("sns", "Publish"),
    *actions_of(
        "states",
        """
        DescribeExecution DescribeStateMachine ListExecutions RedriveExecution StartExecution StopExecution
        UpdateStateMachine
        """,
    ),
)
