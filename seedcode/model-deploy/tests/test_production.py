"""Which endpoint a new model is compared with, and as whom it is asked."""

import io
from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from deploy.comparison import Absent
from deploy.production import find
from deploy.settings import Caller, EndpointType
from memory import ACCOUNT

CALLER = Caller("arn:aws:iam::333333333333:role/staging-test", "arn:aws:iam::444444444444:role/production-test")
LIVE = "demo-p-abc123def456-live"


class Production:
    """The account of production: gives sessions, and is SageMaker and its runtime there."""

    def __init__(self, status="", refusal=("ValidationException", "Could not find endpoint"), **described):
        self.status, self.refusal, self.described = status, refusal, described
        self.roles = []

    def assume(self, role):
        self.roles.append(role)
        return self

    def client(self, service):
        assert service in ("sagemaker", "sagemaker-runtime", "s3")
        return self

    def describe_endpoint(self, EndpointName):  # noqa: N803
        assert EndpointName == LIVE
        if not self.status:
            code, message = self.refusal
            raise ClientError({"Error": {"Code": code, "Message": message}}, "DescribeEndpoint")
        return {"EndpointName": EndpointName, "EndpointStatus": self.status, **self.described}

    def invoke_endpoint(self, EndpointName, Body, ContentType, Accept):  # noqa: N803
        assert (EndpointName, Body, ContentType) == (LIVE, b"1,2", "text/csv")
        return {"Body": io.BytesIO(b"3.0"), "ContentType": Accept}


def found(project, production, stage="staging"):
    return find(stage, project, CALLER, production.assume, ACCOUNT)


@pytest.mark.parametrize("status", ["InService", "Updating", "SystemUpdating", "RollingBack", "UpdateRollbackFailed"])
def test_the_endpoint_in_production_is_asked_as_the_role_of_its_account(project, status):
    production = Production(status)
    assert found(project, production)("1,2", "text/csv", "text/csv").body == "3.0"
    assert production.roles == ["arn:aws:iam::444444444444:role/production-test"]


def test_a_first_deployment_has_nothing_to_be_compared_with(project):
    assert found(project, Production()) == Absent(f"there is no endpoint {LIVE} yet")


def test_production_is_not_compared_with_itself(project):
    production = Production("InService")
    assert found(project, production, stage="production") == Absent("this is production")
    assert production.roles == []


@pytest.mark.parametrize("status", ["Creating", "Deleting", "Failed", "OutOfService"])
def test_an_endpoint_that_does_not_answer_is_not_asked(project, status):
    assert found(project, Production(status)) == Absent(f"the endpoint {LIVE} is {status}")


@pytest.mark.parametrize(("kind", "described"), [("asynchronous", {}), ("real-time", {"AsyncInferenceConfig": {}})])
def test_endpoints_that_are_asked_in_different_ways_are_not_compared(project, kind, described):
    project = replace(project, endpoint_type=EndpointType(kind))
    assert "one of the two is asynchronous" in found(project, Production("InService", **described)).reason


@pytest.mark.parametrize(
    "refusal", [("AccessDeniedException", "not authorized"), ("ValidationException", "endpointName is malformed")]
)
def test_any_other_refusal_is_not_taken_for_a_first_deployment(project, refusal):
    with pytest.raises(ClientError, match=refusal[1]):
        found(project, Production(refusal=refusal))
