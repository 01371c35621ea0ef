"""Sandboxes for tests: processes with a state folder of their own, and clients for those who act in them."""

import functools
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

import boto3
import botocore.session
import hypothesis
import pytest
from botocore.config import Config
from xdist.scheduler import LoadFileScheduling

from tests.published_state import PublishedState, publish_once

# Speed is measured by `make bench`: machines are shared.
hypothesis.settings.register_profile("shared", deadline=None)
hypothesis.settings.load_profile("shared")

ROOT = Path(__file__).parents[1]
SHARED = "tests/rehearsals/failures/"
APART = tuple(f"tests/seedcode/test_{name}.py" for name in ("images", "libraries", "own_tests"))
CONFIGURATION = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, inject_host_prefix=False)


class Sandbox:
    """One sandbox process. `who` is an account id, or a profile of the configuration file that it writes."""

    def __init__(self, state: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.state, self.endpoint = state, f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, **environment}

    def run(self, verb: str) -> subprocess.CompletedProcess[str]:
        """One verb of `python -m sandbox`."""
        command = [ROOT / ".venv-sandbox" / "bin" / "python", "-m", "sandbox", verb]
        place = ["--port", str(self.port), "--state", str(self.state)]
        return subprocess.run(
            [*command, *place],
            cwd=ROOT,
            env=self._environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def start(self) -> Self:
        answer = self.run("start")
        assert answer.returncode == 0, answer.stderr
        return self

    @functools.cache  # noqa: B019 - sandboxes live as long as the tests
    def client(self, service: str, who: str) -> Any:
        """A client as an account's root, or as a person."""
        if not who.isdigit():
            return self.client_with(service, self._credentials(who))
        return self.client_with(service, self.root(who))

    def root(self, account: str) -> dict[str, str]:
        """The keys of an account's root."""
        return {"AccessKeyId": account, "SecretAccessKey": (self.state / "secret").read_text(), "SessionToken": ""}

    def terminal(self, who: str) -> dict[str, str]:
        """The environment of a terminal in which a person works, as the sandbox's introduction says."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        settings = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "include.path", "GIT_TERMINAL_PROMPT": "0"}
        person = {"AWS_CONFIG_FILE": str(self.state / "aws-config"), "AWS_PROFILE": who}
        return inherited | settings | person | {"GIT_CONFIG_VALUE_0": str(self.state / "gitconfig")}

    def client_with(self, service: str, credentials: dict[str, str]) -> Any:
        """A client with the given credentials."""
        return _session().client(
            service,
            region_name="us-east-1",
            endpoint_url=self.endpoint,
            config=CONFIGURATION,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"] or None,
        )

    def _credentials(self, who: str) -> dict[str, str]:
        os.environ["AWS_CONFIG_FILE"] = str(self.state / "aws-config")
        frozen = boto3.Session(profile_name=who).get_credentials().get_frozen_credentials()
        return {
            "AccessKeyId": frozen.access_key,
            "SecretAccessKey": frozen.secret_key,
            "SessionToken": frozen.token or "",
        }


@functools.cache
def _session() -> boto3.Session:
    """A session that knows nothing of the environment: to make one takes longer than to make a client of it."""
    apart = {"profile": (None, None, None, None), "config_file": (None, None, os.devnull, None)}
    return boto3.Session(botocore_session=botocore.session.Session(session_vars=apart))


@pytest.fixture(scope="session")
def make_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Sandbox]]:
    """Starts sandboxes, with variables of the environment if need be; stops them when all tests are done.

    They are empty, or copies of a state to which the catalog was published.
    """
    started: list[Sandbox] = []

    def make(published: PublishedState | None = None, **environment: str) -> Sandbox:
        sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"), **environment)
        if published:
            published.copy_to(sandbox)
        started.append(sandbox.start())
        return sandbox

    yield make
    with ThreadPoolExecutor() as together:
        together.map(lambda sandbox: sandbox.run("stop"), started)


@pytest.fixture(scope="session")
def published_state(tmp_path_factory: pytest.TempPathFactory) -> PublishedState:
    """The state after a first publish, for `make_sandbox`."""
    own = tmp_path_factory.getbasetemp()
    return publish_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own, Sandbox)


class FolderScheduling(LoadFileScheduling):
    """Files whose tests share one living project run in the same process; all others go where there is room.

    A test that runs all tests of a seed takes as long as many files, and goes where there is room by itself.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(APART):
            return nodeid
        return SHARED if nodeid.startswith(SHARED) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FolderScheduling:
    return FolderScheduling(config, log)
