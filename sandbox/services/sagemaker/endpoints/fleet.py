"""The servers of one endpoint configuration, one for each variant, and how requests are divided between two fleets."""

import random
from typing import Any

from sandbox.api.identifiers import new_id
from sandbox.services.sagemaker.api.resources import STORE
from sandbox.services.sagemaker.api.roles import assumed
from sandbox.services.sagemaker.endpoints.model import container_of
from sandbox.services.sagemaker.endpoints.server import Place, Server
from sandbox.services.sagemaker.jobs.failure import JobError

Record = dict[str, Any]


class Fleet:
    """Starts a process for each variant, however many instances it has; a JobError says why one does not serve."""

    def __init__(self, endpoint: Record, configuration: Record) -> None:
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


def _server(endpoint: Record, variant: Record) -> Server:
    model = STORE.here("Model")[variant["ModelName"]]
    role, name = model["ExecutionRoleArn"], endpoint["EndpointName"]
    credentials = assumed(role, endpoint["EndpointArn"])
    machine = new_id("i", 12)
    stream = f"{variant['VariantName']}/{machine}"
    place = Place(f"{name}-{machine}", f"/aws/sagemaker/Endpoints/{name}", stream, role, credentials)
    return Server(container_of(model), place)


class Route:
    """Which fleet a request goes to: at times two of them share the requests."""

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
