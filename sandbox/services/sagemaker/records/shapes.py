"""The stored records in AWS's own shapes (SageMaker API Reference); members in lower case are the sandbox's own."""

import datetime
from typing import NotRequired, TypedDict

from sandbox.api.types import Record


class Timestamps(TypedDict):
    CreationTime: datetime.datetime
    LastModifiedTime: datetime.datetime


class Model(Timestamps):
    ModelName: str
    ModelArn: str
    ExecutionRoleArn: NotRequired[str]
    PrimaryContainer: NotRequired[Record]
    Containers: NotRequired[list[Record]]
    VpcConfig: NotRequired[Record]
    EnableNetworkIsolation: NotRequired[bool]


class ModelPackageGroup(Timestamps):
    """`versions` counts the packages that the group ever had; `policy` is its resource policy."""

    ModelPackageGroupName: str
    ModelPackageGroupArn: str
    versions: NotRequired[int]
    policy: NotRequired[str | None]


class ModelPackage(Timestamps):
    ModelPackageGroupName: str
    ModelPackageArn: str
    ModelPackageVersion: int
    ModelPackageStatus: str
    ModelPackageStatusDetails: Record
    ModelApprovalStatus: str
    InferenceSpecification: NotRequired[Record]
    CustomerMetadataProperties: NotRequired[dict[str, str]]
    AdditionalInferenceSpecifications: NotRequired[list[Record]]
    ModelCard: NotRequired[Record]


class Variant(TypedDict):
    """ProductionVariant of an endpoint configuration."""

    VariantName: str
    ModelName: NotRequired[str]
    InstanceType: NotRequired[str]
    InitialInstanceCount: NotRequired[int]
    InitialVariantWeight: NotRequired[float]
    ServerlessConfig: NotRequired[Record]


class EndpointConfig(Timestamps):
    EndpointConfigName: str
    EndpointConfigArn: str
    ProductionVariants: list[Variant]
    DataCaptureConfig: NotRequired[Record]
    AsyncInferenceConfig: NotRequired[Record]
    KmsKeyId: NotRequired[str]


class VariantSummary(TypedDict):
    """ProductionVariantSummary of an endpoint."""

    VariantName: str
    CurrentWeight: float
    DesiredWeight: float
    CurrentInstanceCount: int
    DesiredInstanceCount: int
    CurrentServerlessConfig: NotRequired[Record]


class Endpoint(Timestamps):
    EndpointName: str
    EndpointArn: str
    EndpointConfigName: str
    EndpointStatus: str
    FailureReason: NotRequired[str]
    ProductionVariants: NotRequired[list[VariantSummary]]
    DataCaptureConfig: NotRequired[Record | None]
    AsyncInferenceConfig: NotRequired[Record | None]
    LastDeploymentConfig: NotRequired[Record]
    PendingDeploymentSummary: NotRequired[Record]
    retained: NotRequired[list[str]]


class Pipeline(Timestamps):
    PipelineName: str
    PipelineArn: str
    PipelineDefinition: str
    RoleArn: str
    ParallelismConfiguration: NotRequired[Record]
    LastRunTime: NotRequired[datetime.datetime]


class Launch(TypedDict):
    """The last operation on a provisioned product: Service Catalog's ids of its record and of the product."""

    verb: str
    record: str
    provisioned: str


class Project(Timestamps):
    ProjectName: str
    ProjectDescription: str | None
    ProjectId: str
    ProjectArn: str
    ServiceCatalogProvisioningDetails: Record
    launch: Launch
