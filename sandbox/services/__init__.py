"""The AWS services that the engine lacks: the sandbox registers each of `SERVICES` under its endpoint's scope."""

from sandbox.api.service import Service
from sandbox.services.application_autoscaling import APPLICATION_AUTOSCALING
from sandbox.services.cloudtrail import CLOUD_TRAIL
from sandbox.services.codebuild import CODE_BUILD
from sandbox.services.codecommit import CODE_COMMIT
from sandbox.services.codecommit.http import application as git
from sandbox.services.codeconnections import CODE_CONNECTIONS, CODESTAR_CONNECTIONS
from sandbox.services.codeconnections.http import application as provider_git
from sandbox.services.codepipeline import CODE_PIPELINE, PIPELINE_ACTIONS
from sandbox.services.sagemaker import SAGEMAKER
from sandbox.services.servicecatalog import SERVICE_CATALOG

SERVICES: tuple[Service, ...] = (
    SERVICE_CATALOG,
    SAGEMAKER,
    CODE_COMMIT,
    CODE_PIPELINE,
    CODE_BUILD,
    CODE_CONNECTIONS,
    CODESTAR_CONNECTIONS,
    APPLICATION_AUTOSCALING,
    CLOUD_TRAIL,
)
BY_NAME = {service.name: service for service in SERVICES}
HTTP_ROUTES = {
    "/git/": git,
    "/provider/": provider_git,
    "/git-http/": provider_git,
    "/codestar-connections/": provider_git,
}

__all__ = ["BY_NAME", "HTTP_ROUTES", "PIPELINE_ACTIONS", "SERVICES"]
