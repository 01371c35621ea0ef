"""The text of a template as an object; a text that is none is refused in the words that AWS was recorded to use."""

import json
from typing import Any

import yaml
from ministack.services.cloudformation.engine import CfnLoader

Template = dict[str, Any]


class MalformedError(ValueError):
    """A text that is no template; the engine puts "Template format error: " before it."""


class _Loader(yaml.CSafeLoader):
    """The engine's tags on libyaml's parser, which is several times as fast."""


def _function(loader: Any, name: str, node: yaml.Node) -> dict[str, Any]:
    """The short form of a function that the engine has no tag for; whether it exists is checked with the others."""
    if isinstance(node, yaml.ScalarNode):
        return {f"Fn::{name}": loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {f"Fn::{name}": loader.construct_sequence(node, deep=True)}
    return {f"Fn::{name}": loader.construct_mapping(node, deep=True)}


_Loader.yaml_constructors = dict(CfnLoader.yaml_constructors)
_Loader.add_multi_constructor("!", _function)


def parse(text: str) -> Template:
    """The template in a text.

    Raises:
        MalformedError: the text is neither JSON nor YAML, or holds no object.

    """
    body = text.strip()
    template = _json(body) if body.startswith("{") else _yaml(body)
    if not isinstance(template, dict):
        raise MalformedError("unsupported structure.")
    return _with_text_parameters(template)


def _with_text_parameters(template: Template) -> Template:
    """Values of parameters are texts, also where a template writes true without quotes."""
    definitions = template.get("Parameters")
    for definition in definitions.values() if isinstance(definitions, dict) else ():
        if isinstance(definition, dict) and isinstance(definition.get("Default"), bool):
            definition["Default"] = json.dumps(definition["Default"])
        if isinstance(definition, dict) and isinstance(definition.get("AllowedValues"), list):
            allowed = definition["AllowedValues"]
            definition["AllowedValues"] = [json.dumps(each) if isinstance(each, bool) else each for each in allowed]
    return template


def _json(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise MalformedError("JSON not well-formed.") from None


def _yaml(body: str) -> Any:
    try:
        # A safe loader with CloudFormation's tags.
        return _with_text_keys(yaml.load(body, Loader=_Loader))  # noqa: S506
    except yaml.YAMLError:
        raise MalformedError("YAML not well-formed.") from None


def _with_text_keys(value: Any) -> Any:
    """The value with the keys that JSON would have: YAML reads a key such as an account's number as a number."""
    if isinstance(value, dict):
        return {_key(name): _with_text_keys(member) for name, member in value.items()}
    return [_with_text_keys(member) for member in value] if isinstance(value, list) else value


def _key(name: Any) -> str:
    return name if isinstance(name, str) else json.dumps(name)
