"""The AWS services that the engine lacks: the sandbox registers each of `SERVICES` under its endpoint's scope."""

from .service import Service

SERVICES: tuple[Service, ...] = ()
