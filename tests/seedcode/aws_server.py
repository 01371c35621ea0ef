"""Serves a model inside sagemaker-containers, the server of AWS's XGBoost image; runs with the Python of .venv-serving.

The user's functions are wired as in the image (sagemaker-xgboost-container, `serving.main` and
`_user_module_transformer`): transform_fn alone, or input_fn, predict_fn and output_fn. The image's defaults for absent
functions are left out.
"""

import collections
import collections.abc
import importlib
import sys
from types import ModuleType

# Gone since Python 3.10; the image's Dockerfile corrects the line of sagemaker-containers that uses it.
collections.Mapping = collections.abc.Mapping  # pyright: ignore[reportAttributeAccessIssue]

from sagemaker_containers.beta.framework import (  # noqa: E402  # pyright: ignore[reportMissingImports]
    env,
    server,
    transformer,
    worker,
)

IN_PARTS = ("input_fn", "predict_fn", "output_fn")
_applications = {}


def transformer_of(module: ModuleType) -> transformer.Transformer:
    if hasattr(module, "transform_fn") and any(hasattr(module, name) for name in IN_PARTS):
        raise RuntimeError("transform_fn cannot stand beside input_fn, predict_fn and output_fn")
    names = ["transform_fn"] if hasattr(module, "transform_fn") else IN_PARTS
    functions = {name: getattr(module, name) for name in ("model_fn", *names)}
    return transformer.Transformer(**functions)


def main(environ, start_response):
    """What gunicorn calls; the model is loaded at the first request."""
    if not _applications:
        name = env.ServingEnv().module_name
        loaded = transformer_of(importlib.import_module(name))
        loaded.initialize()
        _applications["only"] = worker.Worker(transform_fn=loaded.transform, module_name=name)
    return _applications["only"](environ, start_response)


if __name__ == "__main__":
    sys.exit(server.start(env.ServingEnv().framework_module))
