"""The definitions in workflow/: filled in for a project, and held to rules of their own."""

import copy
import json

import pytest

from project.checks import problems
from project.definitions import PARTS, DefinitionError, definition, filled, read
from project.settings import SettingError, read_settings

WAITED_FOR = {"train": 3, "save-model": 0, "configure-endpoint": 0, "deploy-endpoint": 0, "workflow": 4}
LONGEST_JOB = 63


@pytest.mark.parametrize("part", PARTS)
def test_a_definition_is_the_same_for_the_same_project_and_has_no_names_left(part, settings):
    text = definition(part, settings)
    assert text == definition(part, settings)
    assert "${" not in text
    assert text.count(".sync") == WAITED_FOR[part]


@pytest.mark.parametrize("part", PARTS)
def test_every_state_is_reached_retries_and_tells(part):
    assert problems(part, read(part)) == []


def test_jobs_are_in_the_network_of_the_account_if_it_has_one(environment, settings):
    network = {"Subnets": ["s-1", "s-2"], "SecurityGroupIds": ["g-1"]}
    inside = read_settings(environment | {"NETWORK_SUBNETS": "s-1,s-2", "NETWORK_SECURITY_GROUPS": "g-1"})
    states, outside = (json.loads(definition("train", given))["States"] for given in (inside, settings))
    assert states["Train"]["Parameters"]["VpcConfig"] == network
    assert states["Preprocess"]["Parameters"]["NetworkConfig"] == {"VpcConfig": network}
    assert "VpcConfig" not in outside["Train"]["Parameters"]
    assert "NetworkConfig" not in outside["Evaluate"]["Parameters"]


def test_everything_that_is_made_has_the_tags_of_the_project(settings):
    made = [
        state["Parameters"]["Tags"]
        for part in PARTS
        for state in json.loads(definition(part, settings))["States"].values()
        if "Tags" in state.get("Parameters", {})
    ]
    assert len(made) == 6
    assert all({"Key": "sagemaker:project-id", "Value": "p-abcdefghijkl"} in tags for tags in made)


def test_names_of_jobs_fit(settings):
    states = json.loads(definition("train", settings))["States"].values()
    names = [value for state in states for key, value in state.get("Parameters", {}).items() if "JobName" in key]
    assert len(names) == 3
    for name in names:
        longest = name.split("'")[1].replace("p-abcdefghijkl", "p-abcdefghijklm").replace("{}", "0" * 12)
        assert len(longest) <= LONGEST_JOB


def test_a_null_that_a_definition_has_stays_and_a_value_that_the_project_lacks_is_left_out():
    given = {"ResultPath": None, "VpcConfig": "${VpcConfig}", "Name": "a-${Name}"}
    assert filled(given, {"VpcConfig": None, "Name": "b"}) == {"ResultPath": None, "Name": "a-b"}


def test_an_unknown_name_is_refused_with_those_that_there_are():
    with pytest.raises(DefinitionError, match=r"`\$\{Bukket\}` is none of Bucket"):
        filled("${Bukket}", {"Bucket": "b"})


def test_a_setting_that_is_missing_is_named(environment):
    del environment["TOPIC_ARN"]
    with pytest.raises(SettingError, match="not set: TOPIC_ARN"):
        read_settings(environment)


def broken(part, change):
    found = copy.deepcopy(read(part))
    change(found["States"])
    return problems(part, found)


def test_a_state_that_does_not_retry_tells_nobody_or_follows_nothing_is_found():
    assert broken("train", lambda states: states["Train"].pop("Retry")) == [
        "train: `Train` calls a service and has no Retry"
    ]
    assert "train: `Train` has no Catch: nobody would be told that it failed" in broken(
        "train", lambda states: states["Train"].pop("Catch")
    )
    assert "train: nothing leads to `Evaluate`" in broken(
        "train", lambda states: states["Train"].update(Next="Trained")
    )
    assert "train: `Nowhere` follows a state and is none" in broken(
        "train", lambda states: states["Train"].update(Next="Nowhere")
    )


def test_a_catch_in_the_joined_machine_is_refused_because_nothing_could_be_continued():
    found = broken(
        "workflow",
        lambda states: states["Train"].update(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Deployed"}]),
    )
    assert found == ["workflow: `Train` has a Catch: a joined execution could not be continued from it"]
