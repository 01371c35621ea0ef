"""The function that deletes what failed first deployments leave."""

from templates.foundations.functions.cleanup import handle

STACK = "arn:aws:cloudformation:eu-west-1:333333333333:stack/sagemaker-demo-p-0123456789ab-endpoint-staging/5678abcd"


class FakeStacks:
    def __init__(self) -> None:
        self.deleted: list[str] = []

    def delete_stack(self, **request: str) -> None:
        self.deleted.append(request["StackName"])


def test_that_very_stack_is_deleted_and_not_a_newer_one_of_its_name() -> None:
    stacks = FakeStacks()
    status = {"status": "ROLLBACK_COMPLETE", "status-reason": "The following resource(s) failed to create: [Endpoint]"}
    handle({"detail": {"stack-id": STACK, "status-details": status}}, stacks)
    assert stacks.deleted == [STACK]
