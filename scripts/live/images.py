"""Where AWS's own images are, by region: account numbers that identify nobody."""

# sagemaker-python-sdk, image_uri_config/xgboost.json, registries of the framework versions.
REGISTRIES = {
    "ap-northeast-1": "354813040037",
    "ap-south-1": "720646828776",
    "ap-southeast-1": "121021644041",
    "ap-southeast-2": "783357654285",
    "ca-central-1": "341280168497",
    "eu-central-1": "492215442770",
    "eu-west-1": "141502667606",
    "eu-west-2": "764974769150",
    "us-east-1": "683313688378",
    "us-east-2": "257758044811",
    "us-west-1": "746614075791",
    "us-west-2": "246618743249",
}
