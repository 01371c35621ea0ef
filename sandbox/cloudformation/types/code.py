"""Repositories, builds and pipelines."""

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting, tagging
from sandbox.cloudformation.resources.seeding import seed

# Tables are read by column.
# fmt: off
_REPOSITORY = {"repositoryName": "properties.RepositoryName"}
_REPOSITORY_ARN = "read.GetRepository.repositoryMetadata.Arn"
_PIPELINE_ARN = "read.GetPipeline.metadata.pipelineArn"
_PIPELINE_PROPERTIES = ("Name", "RoleArn", "ArtifactStore", "ArtifactStores", "Stages", "PipelineType", "Variables",
                        "Triggers", "ExecutionMode")
_PROJECT_PROPERTIES = (
    "Name", "Description", "Source", "SecondarySources", "SourceVersion", "SecondarySourceVersions", "Artifacts",
    "SecondaryArtifacts", "Cache", "Environment", "ServiceRole", "TimeoutInMinutes", "QueuedTimeoutInMinutes",
    "EncryptionKey", "Tags", "VpcConfig", "BadgeEnabled", "LogsConfig", "FileSystemLocations", "BuildBatchConfig",
    "ConcurrentBuildLimit", "AutoRetryLimit",
)

RESOURCE_TYPES = (
    ResourceType(
        type="AWS::CodeCommit::Repository",
        service="codecommit",
        properties=("RepositoryName", "RepositoryDescription", "KmsKeyId", "Code", "Tags"),
        create=ApiCall("CreateRepository", takes=("RepositoryName", "RepositoryDescription", "KmsKeyId", "Tags")),
        identifier="result.repositoryMetadata.repositoryId",
        settings=(
            Setting(("RepositoryDescription",), ApiCall("UpdateRepositoryDescription", _REPOSITORY), at_create=False),
            # A repository is filled when it is created and never again.
            Setting(("Code",), ApiCall("GetRepository", _REPOSITORY, takes=()), at_create=False),
            tagging({"resourceArn": _REPOSITORY_ARN}, tags="tags", keys="tagKeys"),
        ),
        after_create=seed,
        delete=(ApiCall("DeleteRepository", _REPOSITORY),),
        reads=(ApiCall("GetRepository", _REPOSITORY), ApiCall("ListTagsForResource", {"resourceArn": _REPOSITORY_ARN})),
        attributes={
            "Arn": _REPOSITORY_ARN,
            "Name": "read.GetRepository.repositoryMetadata.repositoryName",
            "CloneUrlHttp": "read.GetRepository.repositoryMetadata.cloneUrlHttp",
            "CloneUrlSsh": "read.GetRepository.repositoryMetadata.cloneUrlSsh",
        },
        create_only=("RepositoryName", "KmsKeyId"),
        unread=frozenset({"Code"}),
    ),
    ResourceType(
        type="AWS::CodeBuild::Project",
        service="codebuild",
        properties=_PROJECT_PROPERTIES,
        name=("Name", 150),
        create=ApiCall("CreateProject"),
        update=ApiCall("UpdateProject"),
        identifier="properties.Name",
        delete=(ApiCall("DeleteProject", {"name": "id"}),),
        reads=(ApiCall("BatchGetProjects", {"names": "[id]"}),),
        attributes={"Arn": "read.BatchGetProjects.projects[0].arn"},
        create_only=("Name",),
    ),
    ResourceType(
        type="AWS::CodePipeline::Pipeline",
        service="codepipeline",
        properties=(*_PIPELINE_PROPERTIES, "Tags"),
        names={name: f"pipeline.{name}" for name in _PIPELINE_PROPERTIES},
        name=("Name", 100),
        create=ApiCall("CreatePipeline"),
        update=ApiCall("UpdatePipeline", takes=_PIPELINE_PROPERTIES),
        identifier="properties.Name",
        settings=(tagging({"resourceArn": _PIPELINE_ARN}, tags="tags", keys="tagKeys"),),
        delete=(ApiCall("DeletePipeline", {"name": "id"}),),
        reads=(ApiCall("GetPipeline", {"name": "id"}), ApiCall("ListTagsForResource", {"resourceArn": _PIPELINE_ARN})),
        attributes={"Version": "to_string(read.GetPipeline.pipeline.version)"},
        create_only=("Name",),
    ),
)
