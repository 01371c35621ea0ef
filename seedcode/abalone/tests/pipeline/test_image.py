"""Which image the jobs and the model run in."""

import json

import pytest

from container.image import image_uri
from project.configuration import read_project
from project.definition_check import all_steps
from project.settings import SettingError


def test_one_image_processes_trains_and_serves(text, image):
    steps = {step["Name"]: step["Arguments"] for step in all_steps(json.loads(text)["Steps"])}
    assert steps["Preprocess"]["AppSpecification"]["ImageUri"] == image
    assert steps["Train"]["AlgorithmSpecification"]["TrainingImage"] == image
    assert steps["Evaluate"]["AppSpecification"]["ImageUri"] == image
    assert steps["CreateModel"]["PrimaryContainer"]["Image"] == image
    assert steps["RegisterModel"]["InferenceSpecification"]["Containers"][0]["Image"] == image


def test_the_code_comes_with_the_job_and_not_with_the_image(text):
    steps = {step["Name"]: step["Arguments"] for step in all_steps(json.loads(text)["Steps"])}
    channels = {
        channel["ChannelName"]: channel["DataSource"]["S3DataSource"]["S3Uri"]
        for channel in steps["Train"]["InputDataConfig"]
    }
    assert set(channels) == {"code", "train", "validation", "encoding"}
    assert channels["code"].endswith("/steps")
    given = steps["Train"]["HyperParameters"]
    assert given["max_depth"] == {"Std:Join": {"On": "", "Values": [{"Get": "Parameters.MaxDepth"}]}}
    assert given["refit"] == {"Get": "Parameters.Refit"}
    assert given.keys() == {"refit", *read_project().model}


@pytest.mark.parametrize(("given", "message"), [("", "not set: IMAGE_URI"), ("registry/abalone:latest", "no digest")])
def test_an_image_without_a_digest_is_refused(given, message):
    with pytest.raises(SettingError, match=message):
        image_uri({"IMAGE_URI": given})
