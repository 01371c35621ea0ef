"""The story of a product that only deploys, with people in memory."""

from dataclasses import replace
from typing import Any

from scripts.rehearsal.rehearse import rehearse


def test_a_deployment_project_gets_the_models_of_a_training_project(
    people: Any, to_launch: Any, progress: Any, world: Any
) -> None:
    request = replace(to_launch, product="deploy", parameters={"Traffic": "linear"})
    assert rehearse(request, people, progress, keep=False).failure is None
    assert [(launched.product, launched.parameters) for launched in world.launched] == [
        ("build-train", {}),
        ("deploy", {"Traffic": "linear", "ModelPackageGroupName": "ModelPackageGroupName"}),
    ]
    stacks = [f"sagemaker-demo-p-000000000002-endpoint-{stage}" for stage in ("staging", "production")]
    assert world.deleted == [*stacks, "demo", "demo-models"]
