"""A release says what it is made of, in a form that other tools read."""

import datetime
import io
import json
import zipfile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.releases.archives import SeedArchive
from scripts.releases.bill_of_materials import Product, bill_of_materials
from scripts.releases.files import read_releases
from scripts.releases.stage_templates import StageTemplate
from tests.checkouts import VERSION, released, rendered

DAY = datetime.date(2026, 11, 21)
RELEASE = Product("deploy", "1.0.0", "a" * 64)
FILES = {
    "requirements.lock": 'boto3[crt]==1.44.5 ; os_name > "a" \\\n    --hash=sha256:00\nRuamel_YAML==0.19.1 \\\n',
    "notes.txt": "left==1.0\n",
    ".gitlab-ci.yml": f"image: public.ecr.aws/docker/library/python:3.12@sha256:{'1' * 64}\n",
    "Jenkinsfile": f"agent {{ docker {{ image 'public.ecr.aws/docker/library/python:3.12@sha256:{'1' * 64}' }} }}\n",
    "container/Dockerfile": f"FROM public.ecr.aws/docker/library/python:3.12-slim@sha256:{'2' * 64}\n",
    ".devcontainer/devcontainer.json": f'{{"image": "public.ecr.aws/docker/library/python:3.13@sha256:{"4" * 64}"}}\n',
    ".pre-commit-config.yaml": f"  - repo: https://github.com/pre-commit/hooks\n    rev: {'5' * 40}  # v6.0.0\n",
    ".github/workflows/build.yml": f"      - uses: actions/checkout@{'3' * 40}  # v7.0.1\n",
}


def archive(name: str, files: dict[str, str]) -> SeedArchive:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for path, text in files.items():
            zipped.writestr(path, text)
    return SeedArchive(name, buffer.getvalue())


def bill(*archives: SeedArchive) -> dict:
    text = bill_of_materials(RELEASE, archives, [StageTemplate("stage-roles", "{}")], DAY)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    return json.loads(text)


def test_everything_that_an_archive_downloads_is_named_with_its_version() -> None:
    found = {component["purl"] for component in bill(archive("example", FILES))["components"] if "purl" in component}
    images = "repository_url=public.ecr.aws/docker/library/python&tag="
    assert found == {
        "pkg:pypi/boto3@1.44.5",
        "pkg:pypi/ruamel-yaml@0.19.1",
        f"pkg:oci/python@sha256:{'1' * 64}?{images}3.12",
        f"pkg:oci/python@sha256:{'2' * 64}?{images}3.12-slim",
        f"pkg:github/actions/checkout@{'3' * 40}?tag=v7.0.1",
        f"pkg:oci/python@sha256:{'4' * 64}?{images}3.13",
        f"pkg:github/pre-commit/hooks@{'5' * 40}?tag=v6.0.0",
    }


def test_bill_says_which_archive_needs_what() -> None:
    one, other = archive("one", FILES), archive("other", {"a.lock": "boto3==1.44.5\n"})
    needs = {entry["ref"]: entry.get("dependsOn", []) for entry in bill(one, other)["dependencies"]}
    assert needs["product:deploy"] == ["seed:one", "seed:other", "template:stage-roles"]
    assert needs["seed:other"] == ["pkg:pypi/boto3@1.44.5"]
    assert len(needs["seed:one"]) == 7


def test_bill_of_the_same_release_is_the_same_text() -> None:
    texts = {bill_of_materials(RELEASE, [archive("one", FILES)], [], DAY) for _ in range(2)}
    assert len(texts) == 1


def test_release_keeps_its_bill_with_every_locked_package_of_its_seeds(unrecorded: Workspace) -> None:
    path = released(unrecorded, "deploy")
    [item] = rendered(unrecorded, "deploy")
    text = path.with_name("sbom.cdx.json").read_text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    document = json.loads(text)
    assert document["metadata"]["component"]["version"] == VERSION
    assert document["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": item.digest}]
    hashes = {part["name"]: part["hashes"][0]["content"] for part in document["components"] if "hashes" in part}
    assert item.templates
    assert hashes == {**item.seeds, **item.templates}
    assert any(part["name"] == "boto3" for part in document["components"])


def test_changed_bill_of_a_release_is_refused(unrecorded: Workspace) -> None:
    bill_file = released(unrecorded, "deploy").with_name("sbom.cdx.json")
    bill_file.write_text(bill_file.read_text().replace("boto3", "boto4"))
    with pytest.raises(ConfigurationError, match="missing, or not the bill of materials that was recorded"):
        read_releases(unrecorded)
