"""The variables with which AWS's images run code that they do not hold themselves."""

# The image installs that code with pip, which would fetch setuptools from an index to build it. What the image has is
# enough: 0 turns build isolation off (the variable sets `build_isolation`), and no index is used.
OFFLINE = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}
# The code that serves a model is in the model's archive.
SERVING = {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code", **OFFLINE}
