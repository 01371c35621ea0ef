"""Repositories, builds and pipelines."""

from sandbox.cloudformation.resource import Call, Kind, Setting, tagging
from sandbox.cloudformation.seeding import seed

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

KINDS = (
    Kind(
        type="AWS::CodeCommit::Repository",
        service="codecommit",
        properties=("RepositoryName", "RepositoryDescription", "KmsKeyId", "Code", "Tags"),
        create=Call("CreateRepository", takes=("RepositoryName", "RepositoryDescription", "KmsKeyId", "Tags")),
        identifier="result.repositoryMetadata.repositoryId",
        settings=(
            Setting(("RepositoryDescription",), Call("UpdateRepositoryDescription", _REPOSITORY), at_create=False),
            # A repository is filled when it is created and never again.
            Setting(("Code",), Call("GetRepository", _REPOSITORY, takes=()), at_create=False),
            tagging({"resourceArn": _REPOSITORY_ARN}, tags="tags", keys="tagKeys"),
        ),
        after=seed,
        delete=(Call("DeleteRepository", _REPOSITORY),),
        reads=(Call("GetRepository", _REPOSITORY), Call("ListTagsForResource", {"resourceArn": _REPOSITORY_ARN})),
        attributes={
            "Arn": _REPOSITORY_ARN,
            "Name": "read.GetRepository.repositoryMetadata.repositoryName",
            "CloneUrlHttp": "read.GetRepository.repositoryMetadata.cloneUrlHttp",
            "CloneUrlSsh": "read.GetRepository.repositoryMetadata.cloneUrlSsh",
        },
        create_only=("RepositoryName", "KmsKeyId"),
        unread=frozenset({"Code"}),
    ),
    Kind(
        type="AWS::CodeBuild::Project",
        service="codebuild",
        properties=_PROJECT_PROPERTIES,
        name=("Name", 150),
        create=Call("CreateProject"),
        update=Call("UpdateProject"),
        identifier="properties.Name",
        delete=(Call("DeleteProject", {"name": "id"}),),
        reads=(Call("BatchGetProjects", {"names": "[id]"}),),
        attributes={"Arn": "read.BatchGetProjects.projects[0].arn"},
        create_only=("Name",),
    ),
    Kind(
        type="AWS::CodePipeline::Pipeline",
        service="codepipeline",
        properties=(*_PIPELINE_PROPERTIES, "Tags"),
        names={name: f"pipeline.{name}" for name in _PIPELINE_PROPERTIES},
        name=("Name", 100),
        create=Call("CreatePipeline"),
        update=Call("UpdatePipeline", takes=_PIPELINE_PROPERTIES),
        identifier="properties.Name",
        settings=(tagging({"resourceArn": _PIPELINE_ARN}, tags="tags", keys="tagKeys"),),
        delete=(Call("DeletePipeline", {"name": "id"}),),
        reads=(Call("GetPipeline", {"name": "id"}), Call("ListTagsForResource", {"resourceArn": _PIPELINE_ARN})),
        attributes={"Version": "to_string(read.GetPipeline.pipeline.version)"},
        create_only=("Name",),
    ),
)
