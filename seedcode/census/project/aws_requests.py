"""AWS's description of its own SageMaker API."""

from functools import cache
from typing import Any

import botocore.session
from botocore.model import ServiceModel


@cache
def sagemaker_requests() -> ServiceModel:
    """Reading it takes half a second."""
    model: Any = botocore.session.get_session().get_service_model("sagemaker")
    return model
