"""A product gets a new version: the plan names it alone, both can be launched, older projects still update."""

import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from templates import PRODUCTS

ROOT = Path(__file__).resolve().parents[2]
VERSION = next(product.version for product in PRODUCTS if product.name == "build-train")
NEXT = "999.0.0"
PARTS = ("portfolios", "scripts", "seedcode", "templates")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "*_cache"))
    return tmp_path


def raise_version(checkout: Path) -> None:
    path = checkout / "templates" / "products" / "build_train.py"
    text = path.read_text()
    path.write_text(
        text.replace(f'version="{VERSION}"', f'version="{NEXT}"').replace("if you like.", "if you ask for it.")
    )
    assert path.read_text() != text


def test_a_changed_product_is_refused_until_it_gets_a_version_of_its_own(
    checkout: Path, make_command_line, sandbox
) -> None:
    path = checkout / "templates" / "products" / "build_train.py"
    path.write_text(path.read_text().replace("if you like.", "if you ask for it."))
    done = make_command_line(sandbox, checkout)("publisher", "publish")
    assert done.returncode == 2
    assert re.search(
        rf"templates/products/build_train\.py:\d+: build-train {VERSION} was released with another", done.stderr
    )
    assert "raise `version` in that line" in done.stderr
    assert make_command_line(sandbox, checkout)("hub", "release", "build-train").returncode == 2


def test_a_version_without_a_release_is_refused(checkout: Path, make_command_line, sandbox) -> None:
    raise_version(checkout)
    done = make_command_line(sandbox, checkout)("publisher", "publish")
    assert done.returncode == 2
    assert f"build-train {NEXT} has not been released" in done.stderr
    assert "make release PRODUCT=build-train" in done.stderr


def test_a_new_version_stands_beside_the_old_one(
    checkout: Path, make_command_line, project: dict[str, Any], sandbox
) -> None:
    run = make_command_line(sandbox, checkout)
    assert run("data-scientist", "launch", "build-train", "older").returncode == 0
    raise_version(checkout)
    released = run("hub", "release", "build-train")
    assert released.returncode == 0, released.stderr
    planned = run("publisher", "plan").stdout
    assert f"+ build-train {NEXT}" in planned
    assert "deploy" not in planned.replace("build-train", "")
    done = run("publisher", "publish")
    assert done.returncode == 0, done.stdout + done.stderr
    for version, name in ((VERSION, "first"), (NEXT, "second")):
        launched = run("data-scientist", "launch", "build-train", name, "--version", version)
        assert launched.returncode == 0, launched.stderr
    _update(sandbox, "older", NEXT)


def _update(sandbox, name: str, version: str) -> None:
    catalog = sandbox.client("servicecatalog", "data-scientist")
    sagemaker = sandbox.client("sagemaker", "data-scientist")
    details = sagemaker.describe_project(ProjectName=name)["ServiceCatalogProvisioningDetails"]
    artifacts = catalog.describe_product(Id=details["ProductId"])["ProvisioningArtifacts"]
    artifact = next(item["Id"] for item in artifacts if item["Name"] == version)
    sagemaker.update_project(
        ProjectName=name, ServiceCatalogProvisioningUpdateDetails={"ProvisioningArtifactId": artifact}
    )
    while (status := sagemaker.describe_project(ProjectName=name)["ProjectStatus"]) == "UpdateInProgress":
        time.sleep(0.2)
    assert status == "UpdateCompleted"
