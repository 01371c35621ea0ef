"""The catalog's own builds, as the sandbox runs them: nothing that an author pushes changes what is released."""

import io
import json
import zipfile

import pytest

from tests.sandbox.services.codepipeline.codepipeline import PipelineProject, action
from tests.sandbox.services.codepipeline.released import (
    DIGEST,
    MODEL,
    approved_version,
    create_build,
    golden,
    outcome,
    store_archive,
)

PRETENDED = ("endpoint.json", "production.json", "staging.json", "outcome.txt", "model-package.txt", "summary.txt")


@pytest.fixture
def project(sandbox, tmp_path):
    made = PipelineProject(sandbox, tmp_path)
    store_archive(made)
    return made


@pytest.fixture
def release(project):
    """Pushes files and runs `prepare` on them; the outcome that it exported."""

    def run(version, **files):
        # Not with git, whose credential helper runs in the checkout: this is about the builds.
        commit = project.push("hello")
        every = {"contract/expected_answers.json": golden(), **files}
        put = [{"filePath": name, "fileContent": text.encode()} for name, text in every.items()]
        code = project.client("codecommit")
        code.create_commit(repositoryName=project.name, branchName="main", parentCommitId=commit, putFiles=put)
        variables = [
            {"name": "MODEL_PACKAGE_ARN", "value": version},
            {"name": "SOURCE_COMMIT", "value": "#{Source.CommitId}"},
            {"name": "PIPELINE_EXECUTION_ID", "value": "#{codepipeline.PipelineExecutionId}"},
        ]
        configuration = {"ProjectName": create_build(project, "prepare"), "EnvironmentVariables": json.dumps(variables)}
        prepare = action("Prepare", "Build", "CodeBuild", configuration=configuration, namespace="Prepare")
        prepare |= {"inputArtifacts": [{"name": "Code"}], "outputArtifacts": [{"name": "Prepared"}]}
        project.create_pipeline(build={"name": "Prepare", "actions": [prepare]})
        project.wait_until_idle()
        return outcome(project, "Prepare")

    return run


def prepared(project, name):
    """A file of the artifact that `prepare` has left."""
    s3 = project.client("s3")
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=project.name)["Contents"] if "/Prepared/" in item["Key"]]
    content = s3.get_object(Bucket=project.name, Key=keys[-1])["Body"].read()
    return json.loads(zipfile.ZipFile(io.BytesIO(content)).read(name))


def test_a_hostile_repository_changes_nothing_and_none_of_its_code_runs(project, release, tmp_path):
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w').write('ran')\n"
    hostile = ("sitecustomize.py", "usercustomize.py", "boto3.py", "json.py", "zipfile.py", "deployment/__init__.py")
    hostile += ("release/__main__.py", "deploy/__init__.py", "deploy/__main__.py", "pip/__main__.py")
    files = dict.fromkeys(hostile, code) | {f"build/{name}": "{}" for name in PRETENDED}
    files |= {"release/requirements.lock": "evil", "pip.conf": "[global]\nindex-url = http://127.0.0.1:1/\n"}
    files |= {"requirements.lock": "evil", "buildspec.yml": "version: 0.2\nphases: {build: {commands: [false]}}\n"}
    assert release(approved_version(project), **files) == "prepare version 1 for staging, production: good"
    assert not mark.exists()
    container = prepared(project, "endpoint.json")["Resources"]["Model"]["Properties"]["PrimaryContainer"]
    assert container["ModelDataUrl"] == f"s3://{project.name}/releases/{DIGEST}/model.tar.gz"
    copy = project.client("s3").get_object(Bucket=project.name, Key=f"releases/{DIGEST}/model.tar.gz")
    assert copy["Body"].read() == MODEL


def test_a_field_that_a_team_does_not_decide_is_refused_in_the_outcome(project, release):
    said = release(approved_version(project), **{"deployment.json": '{"execution_role_arn": "arn:aws:iam::1:role/x"}'})
    assert said.startswith("failed: deployment.json: unknown field `execution_role_arn`")


def test_a_model_that_was_replaced_after_its_approval_is_refused(project, release):
    assert "is not the file that was registered as version 1: its SHA-256 is" in release(
        approved_version(project, b"another model")
    )
    listed = project.client("s3").list_objects_v2(Bucket=project.name, Prefix="releases/")
    assert listed["KeyCount"] == 0


def test_release_code_that_is_not_the_pinned_one_does_not_run(project, release):
    store_archive(project, b"another archive")
    assert release(approved_version(project)) == "The catalog's release code could not be read; ask your platform team."
