"""Which roles' permissions and calls a rehearsal reads."""

from typing import Any

from scripts.rehearsal.rehearse import rehearse


def test_calls_of_the_deletion_count_for_roles_that_are_deleted_by_then(
    people: Any, to_launch: Any, progress: Any, world: Any
) -> None:
    result = rehearse(to_launch, people, progress, keep=False)
    assert result.findings is not None
    accounts = [f"{account} 222222222222" for account in ("development", "staging", "production")]
    assert list(result.findings.usage) == accounts
    for (role,) in result.findings.usage.values():
        assert role.allowed == {"cloudformation:DeleteStack": len(world.deleted)}
        assert role.unused == ("cloudformation:CreateStack",)


def test_grants_are_read_of_the_roles_that_a_project_uses_in_each_account(
    people: Any, to_launch: Any, progress: Any, world: Any
) -> None:
    rehearse(to_launch, people, progress, keep=True)
    development, *stages = world.grants_read
    stage_roles = ("stage-provisioner", "stage-cloudformation", "cleanup-function")
    assert {"sagemaker-p-000000000001-*", "mlops-catalog-approver", "mlops-catalog-launch"} <= set(development)
    assert stages == [("sagemaker-p-000000000001-*", *(f"mlops-catalog-{name}" for name in stage_roles))] * 2
