"""What is deleted before the project: the endpoint with its configurations and models, and of no other project."""

from botocore.exceptions import ClientError

from project.remove import remove


class SageMaker:
    def __init__(self, endpoint=True):
        self.endpoint, self.deleted = endpoint, []

    def delete_endpoint(self, **given):
        if not self.endpoint:
            raise ClientError({"Error": {"Code": "ValidationException", "Message": "no"}}, "DeleteEndpoint")
        self.deleted.append(given)

    def delete_endpoint_config(self, **given):
        self.deleted.append(given)

    def delete_model(self, **given):
        self.deleted.append(given)

    def get_waiter(self, _):
        return self

    def wait(self, **_):
        return None

    def get_paginator(self, operation):
        self.operation = operation
        return self

    def paginate(self, **_):
        members, name = {
            "list_endpoint_configs": ("EndpointConfigs", "EndpointConfigName"),
            "list_models": ("Models", "ModelName"),
        }[self.operation]
        return [{members: [{name: "sales-p-1-aaa"}, {name: "other-sales-p-1-bbb"}]}]


def test_the_endpoint_goes_first_and_what_is_named_like_the_project_follows():
    client = SageMaker()
    assert remove(client, "sales-p-1-development") == ["sales-p-1-development", "sales-p-1-aaa", "sales-p-1-aaa"]
    assert client.deleted == [
        {"EndpointName": "sales-p-1-development"},
        {"EndpointConfigName": "sales-p-1-aaa"},
        {"ModelName": "sales-p-1-aaa"},
    ]


def test_an_endpoint_that_is_not_there_is_no_error():
    assert remove(SageMaker(endpoint=False), "sales-p-1-development") == ["sales-p-1-aaa"] * 2
