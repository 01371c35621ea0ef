"""The probes' calls, made with boto3 in one account."""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

from scripts.aws.account import CONFIGURATION, Account
from scripts.aws.answers import error_code, error_message
from scripts.live.calls import Answer, Credentials, Place, Refused

_AWS_DOMAINS = ("amazonaws.com", "amazonaws.com.cn", "api.aws")


class AwsAccount:
    """One account in one region, as some credentials reach it."""

    def __init__(self, account: Account, region: str) -> None:
        self._account, self._region = account, region
        self._clients = cache(self._client)

    @property
    def place(self) -> Place:
        return self._place

    @property
    def secrets(self) -> tuple[str, ...]:
        return self._secrets

    @cached_property
    def _place(self) -> Place:
        """The account, region and partition, and whether AWS itself answers."""
        identity = self._account.identity()
        host = urlsplit(self._clients("sts", None).meta.endpoint_url).hostname or ""
        partition = identity.arn.split(":")[1]
        return Place(identity.account, identity.arn, self._region, partition, host.endswith(_AWS_DOMAINS))

    @cached_property
    def _secrets(self) -> tuple[str, ...]:
        """What identifies the account and the person: numbers, names and keys."""
        names = self.place.arn.split(":", 5)[5].split("/")[1:]
        credentials = self._account.session.get_credentials()
        frozen = credentials.get_frozen_credentials() if credentials else None
        keys = (frozen.access_key, frozen.secret_key, frozen.token or "") if frozen else ()
        return tuple({self.place.account, *names, *keys, self._account.session.profile_name} - {"", "default"})

    def call(self, name: str, parameters: Mapping[str, Any], credentials: Credentials | None = None) -> Answer:
        """AWS's answer to `service:Operation`, bodies read; raises Refused."""
        service, operation = name.split(":")
        client = self._clients(service, tuple(sorted(_keys(credentials).items())) if credentials else None)
        try:
            return _read(client._make_api_call(operation, dict(parameters)))
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            raise Refused(name, error_code(error), error_message(error), status) from error

    def words(self, names: frozenset[str]) -> tuple[str, ...]:
        """The enumerated values in the answers of some operations: words of AWS's model."""
        found = {word for name in names for word in self._enumerated(*name.split(":"))}
        return tuple(sorted(found))

    def _enumerated(self, service: str, operation: str) -> Iterator[str]:
        shape = self._clients(service, None).meta.service_model.operation_model(operation).output_shape
        yield from _values(shape, set()) if shape else ()

    def _client(self, service: str, keys: tuple[tuple[str, str], ...] | None) -> Any:
        make_session: Any = boto3.Session
        # Another caller, but the same settings: a profile may name an endpoint.
        profile = self._account.session.profile_name
        named = {} if profile == "default" else {"profile_name": profile}
        session: Any = make_session(**dict(keys), **named) if keys else self._account.session
        return session.client(service, self._region, config=CONFIGURATION)


def _keys(credentials: Credentials) -> dict[str, str]:
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


def _read(answer: Answer) -> Answer:
    """Streams as their bytes."""
    return {name: value.read() if hasattr(value, "read") else value for name, value in answer.items()}


def _values(shape: Any, seen: set[str]) -> Iterator[str]:
    if shape.name in seen:
        return
    seen.add(shape.name)
    yield from getattr(shape, "enum", ())
    members = [*getattr(shape, "members", {}).values()]
    members += [getattr(shape, name) for name in ("member", "key", "value") if hasattr(shape, name)]
    for member in members:
        yield from _values(member, seen)
