"""AWS clients that call the sandbox itself, under whichever credentials are current."""

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials as BotocoreCredentials
from botocore.credentials import ReadOnlyCredentials
from ministack.core.responses import get_region

from sandbox.process import root_secret
from sandbox.world import accounts

LONGEST_FUNCTION = 900
"""Seconds: Lambda developer guide, "Configure Lambda function timeout". A custom resource is waited for that long."""

_CONFIGURATION = Config(
    retries={"max_attempts": 1},
    read_timeout=LONGEST_FUNCTION + 30,
    max_pool_connections=50,
    inject_host_prefix=False,
    s3={"addressing_style": "path"},
)


class Credentials(NamedTuple):
    """Keys to sign with; a 12-digit access key is that account's root."""

    access_key: str
    secret_key: str
    token: str | None = None


def root(account: str) -> Credentials:
    return Credentials(account, root_secret.current())


_current: ContextVar[Credentials] = ContextVar("sandbox_credentials")


def current() -> Credentials:
    """Who acts now."""
    return _current.get()


@contextmanager
def acting_as(credentials: Credentials) -> Iterator[None]:
    token = _current.set(credentials)
    try:
        yield
    finally:
        _current.reset(token)


class _CurrentCredentials(BotocoreCredentials):
    """Credentials looked up at signing time, so one client serves every identity."""

    def __init__(self) -> None:
        super().__init__("unused", "unused")

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        return ReadOnlyCredentials(*_current.get())


_session = botocore.session.Session()
_session._credentials = _CurrentCredentials()


def client(service: str, region: str | None = None) -> Any:
    """A client under the current credentials, in the region of the running request unless given."""
    return _client(service, region or get_region())


@functools.cache
def _client(service: str, region: str) -> Any:
    endpoint = accounts.endpoint(int(os.environ["GATEWAY_PORT"]))
    return _session.create_client(service, region_name=region, endpoint_url=endpoint, config=_CONFIGURATION)


@functools.cache
def model(service: str) -> Any:
    """The model that botocore has of a service, the source of every shape used here."""
    return _session.get_service_model(service)
