"""AWS's description of its own SageMaker API."""

from functools import cache

import botocore.session
from botocore.model import ServiceModel


@cache
def sagemaker_requests() -> ServiceModel:
    """Reading it takes half a second."""
    return botocore.session.get_session().get_service_model("sagemaker")
