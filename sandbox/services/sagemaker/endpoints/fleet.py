"""The servers of one endpoint configuration, one for each variant, and how requests are divided between two fleets."""

import random

from sandbox.api.identifiers import new_id
from sandbox.services.sagemaker.containers.container import container_of
from sandbox.services.sagemaker.containers.failure import JobError
from sandbox.services.sagemaker.containers.server import Server, ServerIdentity
from sandbox.services.sagemaker.records.resources import MODEL
from sandbox.services.sagemaker.records.roles import assume
from sandbox.services.sagemaker.records.shapes import Endpoint, EndpointConfig, Variant


class Fleet:
    """One process for each variant, for any number of instances; a JobError has the reason why one does not serve."""

    def __init__(self, endpoint: Endpoint, configuration: EndpointConfig) -> None:
        self.configuration = configuration
        self.servers: dict[str, Server] = {}
        for variant in configuration["ProductionVariants"]:
            self.servers[variant["VariantName"]] = _server(endpoint, variant)

    def wait_until_ready(self) -> None:
        for name, server in self.servers.items():
            try:
                server.wait_until_ready()
            except JobError as error:
                self.close()
                raise JobError(f"The primary container for production variant {name}: {error}") from None

    def close(self) -> None:
        for server in self.servers.values():
            server.close()


def _server(endpoint: Endpoint, variant: Variant) -> Server:
    model = MODEL.here()[variant.get("ModelName", "")]
    role, name = model.get("ExecutionRoleArn", ""), endpoint["EndpointName"]
    credentials, instance = assume(role, endpoint["EndpointArn"]), new_id("i", 12)
    stream = f"{variant['VariantName']}/{instance}"
    identity = ServerIdentity(f"{name}-{instance}", f"/aws/sagemaker/Endpoints/{name}", stream, role, credentials)
    return Server(container_of(model), identity)


class Route:
    """The fleet that a request goes to: during a deployment two of them share the requests."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet, self._next, self.share = fleet, fleet, 0.0

    def divide(self, other: Fleet, share: float) -> None:
        """Give `other` its share, between 0 and 1, of the requests."""
        self._next, self.share = other, share

    def settle(self, fleet: Fleet) -> None:
        """Give all requests to one fleet."""
        self.share, self.fleet, self._next = 0.0, fleet, fleet

    def pick(self) -> Fleet:
        return self._next if random.random() < self.share else self.fleet  # noqa: S311 - traffic, no secret


ROUTES: dict[str, Route] = {}
"""By the ARN of the endpoint."""
