"""The AWS services that the engine lacks: the sandbox registers each of `SERVICES` under its endpoint's scope."""

from sandbox.services.sagemaker import SAGEMAKER
from sandbox.services.service import Service
from sandbox.services.servicecatalog import SERVICE_CATALOG

SERVICES: tuple[Service, ...] = (SERVICE_CATALOG, SAGEMAKER)
