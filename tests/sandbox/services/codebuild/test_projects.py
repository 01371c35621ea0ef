"""Build projects keep every property, and their references are checked."""


def test_build_project_keeps_every_property(cloud):
    builds, name = cloud.client("codebuild", cloud.development), cloud.unique("build")
    project = {
        "name": name,
        "source": {"type": "CODEPIPELINE", "buildspec": "version: 0.2"},
        "artifacts": {"type": "CODEPIPELINE"},
        "environment": {
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:8.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        "serviceRole": cloud.role(cloud.development, cloud.unique("build"), "codebuild.amazonaws.com"),
        "logsConfig": {"cloudWatchLogs": {"status": "ENABLED", "groupName": "builds"}},
        "concurrentBuildLimit": 1,
    }
    builds.create_project(**project)
    kept = builds.batch_get_projects(names=[name, "missing"])
    assert project.items() <= kept["projects"][0].items()
    assert kept["projectsNotFound"] == ["missing"]
    assert cloud.code_of(builds.start_build, projectName=name) == "InvalidInputException"  # only a pipeline can
    assert cloud.code_of(builds.create_project, **project) == "ResourceAlreadyExistsException"
    half = {**project, "name": cloud.unique("build"), "artifacts": {"type": "NO_ARTIFACTS"}}
    assert cloud.code_of(builds.create_project, **half) == "InvalidInputException"
