"""A candidate changes, is released, and gets a next version; projects of each can be updated to the newest."""

import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from templates import PRODUCTS
from tests.checkouts import CANDIDATE, ROOT, VERSION, commit, edit, git, make_unrecorded, product_file, write_version

NEXT = "1.1.0"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone in which nothing is recorded and every product is a candidate."""
    for part in ("portfolios", "release", "scripts", "seedcode", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "*_cache"))
    (tmp_path / ".venv-proofs").symlink_to(ROOT / ".venv-proofs")  # what a release proves its statements with
    make_unrecorded(tmp_path)
    return tmp_path


@pytest.fixture
def run(checkout: Path, make_command_line, make_idle_sandbox) -> Any:
    """The command line in that clone, with a sandbox of its own."""
    return make_command_line(make_idle_sandbox(), checkout)


def change_template(checkout: Path, words: str) -> None:
    """Another description of `build-train`, which stands in its template too."""
    path = product_file(checkout, "build-train")
    text, count = re.subn(r'(    description="Trains,[^"]*)"', rf'\1 {words}"', path.read_text())
    assert count == 1
    path.write_text(text)


def make_production(checkout: Path) -> None:
    edit(checkout / "portfolios" / "environments" / "sandbox.yaml", "sandbox: true", "sandbox: false")


def succeed(run: Any, person: str, *arguments: str) -> str:
    done = run(person, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_changed_candidate_is_published_again_and_projects_of_the_first_can_be_updated(
    checkout: Path, run: Any
) -> None:
    succeed(run, "publisher", "publish")
    [first] = versions(run.sandbox, "build-train")
    assert re.fullmatch(rf"{re.escape(CANDIDATE)}-[0-9a-f]{{8}}", first)
    succeed(run, "data-scientist", "launch", "build-train", "early")
    change_template(checkout, "Changed.")
    planned = succeed(run, "publisher", "plan")
    assert f"~ no longer build-train {first}" in planned
    assert "deploy" not in planned.replace("build-train", "")
    succeed(run, "publisher", "publish")
    [second] = versions(run.sandbox, "build-train")
    assert second != first
    assert "Changed." not in template_of(run.sandbox, "early")
    update(run.sandbox, "early", second)
    assert "Changed." in template_of(run.sandbox, "early")
    succeed(run, "data-scientist", "launch", "build-train", "late")


def test_a_release_is_published_where_candidates_are_refused_and_the_next_version_beside_it(
    checkout: Path, run: Any
) -> None:
    make_production(checkout)
    commit(checkout)
    refused = run("publisher", "publish")
    assert refused.returncode == 2
    assert re.search(rf"products/\w+\.py:\d+: [a-z-]+ {re.escape(CANDIDATE)} is a candidate", refused.stderr)
    assert "make release PRODUCT=" in refused.stderr
    assert succeed(run, "hub", "release").count("release.yaml") == len(PRODUCTS)
    assert git(checkout, "status", "--porcelain", "--", "templates") != ""
    commit(checkout)
    succeed(run, "publisher", "publish")
    assert versions(run.sandbox, "build-train") == [VERSION]
    succeed(run, "data-scientist", "launch", "build-train", "older")
    change_template(checkout, "Changed.")
    changed = run("publisher", "publish")
    assert changed.returncode == 2
    assert f"build-train {VERSION} is recorded with another template" in changed.stderr
    write_version(checkout, "build-train", f"{NEXT}.dev")
    commit(checkout)
    succeed(run, "hub", "release", "build-train")
    assert f"+ build-train {NEXT}" in succeed(run, "publisher", "plan")
    succeed(run, "publisher", "publish")
    assert set(versions(run.sandbox, "build-train")) == {VERSION, NEXT}
    for version, name in ((VERSION, "first"), (NEXT, "second")):
        succeed(run, "data-scientist", "launch", "build-train", name, "--version", version)
    update(run.sandbox, "older", NEXT)
    assert "Changed." in template_of(run.sandbox, "older")


def artifacts(sandbox: Any, product: str) -> dict[str, str]:
    catalog = sandbox.client("servicecatalog", "data-scientist")
    return {item["Name"]: item["Id"] for item in catalog.describe_product(Name=product)["ProvisioningArtifacts"]}


def versions(sandbox: Any, product: str) -> list[str]:
    return list(artifacts(sandbox, product))


def template_of(sandbox: Any, project: str) -> str:
    """The template of a project's stack."""
    sagemaker = sandbox.client("sagemaker", "data-scientist")
    catalog = sandbox.client("servicecatalog", "data-scientist")
    product = sagemaker.describe_project(ProjectName=project)["ServiceCatalogProvisionedProductDetails"]
    record = catalog.describe_provisioned_product(Id=product["ProvisionedProductId"])
    outputs = catalog.describe_record(Id=record["ProvisionedProductDetail"]["LastRecordId"])["RecordOutputs"]
    arn = next(item["OutputValue"] for item in outputs if item["OutputKey"] == "CloudformationStackARN")
    return json.dumps(sandbox.client("cloudformation", "222222222222").get_template(StackName=arn)["TemplateBody"])


def update(sandbox: Any, project: str, version: str) -> None:
    sagemaker = sandbox.client("sagemaker", "data-scientist")
    sagemaker.update_project(
        ProjectName=project,
        ServiceCatalogProvisioningUpdateDetails={"ProvisioningArtifactId": artifacts(sandbox, "build-train")[version]},
    )
    while (status := sagemaker.describe_project(ProjectName=project)["ProjectStatus"]) == "UpdateInProgress":
        time.sleep(0.2)
    assert status == "UpdateCompleted"
