"""What a platform team edits in a portfolio's file is one sentence of the plan, with old and new."""

import pytest

from scripts.aws.publishing.session import Session
from scripts.configuration import Workspace
from scripts.publishing.changes import removals
from scripts.publishing.plan import plan
from scripts.publishing.publish import publish

FILE = "portfolios/mlops-projects.yaml"
PRODUCTS = ("build-train", "deploy", "build-train-deploy", "step-functions-workflow")
PATTERN = "role/service-role/AmazonSageMaker-ExecutionRole*"

EDITS = {
    "launch role": (
        "share_with:",
        "launch_role: mlops-catalog-launch-other\nshare_with:",
        [
            f"~ mlops-projects: {name} launches as mlops-catalog-launch-other (was mlops-catalog-launch)"
            for name in sorted(PRODUCTS)
        ],
    ),
    "display name": (
        "MLOps projects",
        "Projects",
        ['~ portfolio mlops-projects, display name: "Projects" (was "MLOps projects")'],
    ),
    "principal": (
        PATTERN,
        "role/DataScience/*",
        [
            f"- mlops-projects no longer for {PATTERN} (us-east-1)",
            "+ mlops-projects for role/DataScience/* (us-east-1)",
        ],
    ),
    "support": (
        "share_with:",
        "support: {url: 'https://help'}\nshare_with:",
        [f'~ product {name}, support url: "https://help" (was not set)' for name in sorted(PRODUCTS)],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_reads_as_what_it_means(workspace: Workspace, memory_hub, silence, name: str) -> None:
    old, new, expected = EDITS[name]
    before = Session(workspace, "sandbox").desired
    publish(before, memory_hub, plan(before, memory_hub.find()), silence)
    path = workspace.root / FILE
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    changes = plan(Session(workspace, "sandbox").desired, memory_hub.find())
    sentences = [sentence for change in changes for sentence in change.sentences]
    assert [sentence for sentence in sentences if "assets" not in sentence] == expected
    assert any(map(removals, changes)) == (name == "principal")
