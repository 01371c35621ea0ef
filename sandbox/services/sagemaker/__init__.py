"""Amazon SageMaker: projects, the model registry, jobs, executions of pipelines, and endpoints that answer.

Every request comes in through an operation of the table below. `records` is what is stored; `containers` runs code in
an image's place; on top of both are `jobs`, `endpoints` and `pipelines`, whose steps call this API again.
"""

from ministack.core.responses import request_scope

from sandbox.api.service import Operation, Service, operations_of
from sandbox.services.sagemaker import permissions
from sandbox.services.sagemaker.endpoints import operations as endpoints
from sandbox.services.sagemaker.endpoints.configurations import check_endpoint_config
from sandbox.services.sagemaker.endpoints.data_plane import DATA_PLANE
from sandbox.services.sagemaker.jobs import operations as jobs
from sandbox.services.sagemaker.models import group_policy, model_packages
from sandbox.services.sagemaker.models.models import check_model
from sandbox.services.sagemaker.pipelines import operations as pipelines
from sandbox.services.sagemaker.pipelines.definition import check_pipeline
from sandbox.services.sagemaker.projects import operations as projects
from sandbox.services.sagemaker.projects import portfolio_status
from sandbox.services.sagemaker.records import tags
from sandbox.services.sagemaker.records.resources import (
    CODE_REPOSITORY,
    ENDPOINT,
    ENDPOINT_CONFIG,
    MODEL,
    MODEL_PACKAGE_GROUP,
    PIPELINE,
)
from sandbox.services.sagemaker.records.tables import STORE
from sandbox.services.sagemaker.studio import domains, user_profiles
from sandbox.world import accounts

OPERATIONS: dict[str, Operation] = {
    **MODEL.operations(check_model),
    **ENDPOINT_CONFIG.operations(check_endpoint_config),
    **ENDPOINT.operations(),
    **PIPELINE.operations(check_pipeline),
    **CODE_REPOSITORY.operations(),
    **MODEL_PACKAGE_GROUP.operations(),
    **jobs.operations(),
    **operations_of(group_policy, model_packages, portfolio_status, projects, tags, pipelines, endpoints),
    **operations_of(domains, user_profiles),
}


def _resume() -> None:
    """After a restart: interrupted jobs and executions have failed, endpoints serve again."""
    for account in accounts.SPOKES.values():
        with request_scope(account, accounts.REGION):
            jobs.fail_interrupted()
            pipelines.fail_interrupted()
            endpoints.resume()


SAGEMAKER = Service(
    "sagemaker",
    OPERATIONS,
    STORE,
    frozenset({"CreateAutoMLJobV2"}),
    resource_arn=permissions.resource_arn,
    condition_context=permissions.condition_context,
    implied_permissions=permissions.implied_permissions,
    resource_policy=group_policy.policy_of,
    loaded=_resume,
    data_plane=DATA_PLANE,
)
