"""A process that serves one model, from its archive to its answers."""

import contextlib
import http.client
import io
import socket
import sys
import tarfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from botocore.exceptions import ClientError

from sandbox.api import background
from sandbox.api.loopback import Credentials
from sandbox.machine import folders, logs, processes
from sandbox.services.sagemaker.endpoints.model import Container
from sandbox.services.sagemaker.jobs import images, objects, registry, script_mode
from sandbox.services.sagemaker.jobs.failure import JobError, refusal
from sandbox.services.sagemaker.jobs.job_folder import OPT_ML, Command, JobFolder

_SECONDS_TO_ANSWER = 60
_SECONDS_TO_START = 120
_FOR_EVER = 10**9
_ADAPTER = Path(__file__).with_name("serving_adapter.py")


class Reply(NamedTuple):
    status: int
    kind: str
    body: bytes


class Request(NamedTuple):
    body: bytes
    kind: str
    accept: str


class Place(NamedTuple):
    """Where a server belongs: its folder below the state folder, its log, and the role that it runs as."""

    name: str
    group: str
    stream: str
    role: str
    credentials: Credentials


class Server:
    """Serves after `wait_until_ready`; ends with `close`, when its last request has been answered."""

    def __init__(self, container: Container, place: Place) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.container, self.place = container, place
        self._stop, self._ended = threading.Event(), threading.Event()
        self._asked, self._lock = 0, threading.Lock()
        self._last = ""
        background.start(self._live)

    def wait_until_ready(self) -> None:
        """Return when the model answers pings; a JobError says why it does not."""
        deadline = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < deadline and not self._ended.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self._exchange("GET", "/ping", b"", {}).status == 200:
                    return
            time.sleep(0.05)
        self.close()
        raise JobError(self._last)

    def ask(self, request: Request) -> Reply:
        """The model's answer; a container that does not speak HTTP is one that answers 500."""
        with self._lock:
            self._asked += 1
        try:
            headers = {"Content-Type": request.kind, "Accept": request.accept}
            return self._exchange("POST", "/invocations", request.body, headers)
        except (OSError, http.client.HTTPException) as error:
            return Reply(500, "text/plain", f"{type(error).__name__}: {error}".encode())
        finally:
            with self._lock:
                self._asked -= 1

    def close(self) -> None:
        deadline = time.monotonic() + _SECONDS_TO_ANSWER
        while self._asked and time.monotonic() < deadline:
            time.sleep(0.02)
        self._stop.set()

    def _exchange(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS_TO_ANSWER)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.getheader("Content-Type", ""), answer.read())

    def _live(self) -> None:
        try:
            with folders.scratch("endpoints", self.place.name) as folder:
                self._serve(JobFolder(folder))
        except JobError as error:
            self._last = str(error)
        except processes.StoppedError:
            pass
        finally:
            self._ended.set()

    def _serve(self, folder: JobFolder) -> None:
        self._last = "did not pass the ping health check. Please check CloudWatch logs for this endpoint."
        registry.require_pull(self.container.image, self.place.role, self.place.credentials)
        self._unpack(folder)
        seen = folder.located(self._command())
        process = processes.Process(seen.arguments, folder.files, seen.environment, _FOR_EVER)
        with contextlib.closing(_log(self.place)) as log:
            if self._is_installable():
                processes.run(process, log.write, self._stop)
            else:
                log.write(f"{script_mode.LOG}\n{script_mode.FAILURE}")

    def _is_installable(self) -> bool:
        image, environment = self.container.image, self.container.environment
        closed = self.container.closed
        return "SAGEMAKER_PROGRAM" not in environment or script_mode.can_install(image, environment, closed=closed)

    def _unpack(self, folder: JobFolder) -> None:
        target, uri = folder.path(f"{OPT_ML}/model"), self.container.archive
        if not uri:
            return
        try:
            content = objects.read(self.place.credentials, uri)
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                archive.extractall(target, filter="data")
        except (ClientError, tarfile.TarError) as error:
            reason = refusal(error) if isinstance(error, ClientError) else str(error)
            raise JobError(
                f'Failed to download model data for container "container_1" from URL: "{uri}". Please ensure that '
                "there is an object located at the URL and that the role passed to CreateModel has permissions to "
                f"download the object ({reason}; role {self.place.role})."
            ) from error

    def _command(self) -> Command:
        given = {**processes.environment_of(self.place.credentials), **images.environment()}
        environment = {**given, **self.container.environment, "SAGEMAKER_BIND_TO_PORT": str(self.port)}
        if "sagemaker-" in self.container.image or "SAGEMAKER_PROGRAM" in environment:
            arguments = ["python3", str(_ADAPTER), f"{OPT_ML}/model", str(self.port)]
            return Command(arguments, environment)
        return Command(images.entry_point(self.container.image, "serve"), environment)


class _Discarded:
    """A role without rights on its log loses the log, not the endpoint."""

    def write(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")

    def close(self) -> None: ...


def _log(place: Place) -> logs.LogStream | _Discarded:
    try:
        return logs.LogStream(place.group, place.stream, place.credentials)
    except ClientError:
        return _Discarded()
