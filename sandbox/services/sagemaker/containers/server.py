"""A process that serves one model: it downloads the archive, starts the image's server and passes requests to it."""

import contextlib
import http.client
import socket
import threading
from pathlib import Path
from typing import NamedTuple

from botocore.exceptions import ClientError

from sandbox.api import archives, background
from sandbox.api.archives import ArchiveError
from sandbox.api.loopback import Credentials
from sandbox.machine import folders, logs, processes
from sandbox.machine.clock import wait_until
from sandbox.services.sagemaker.containers import image_permissions, images, s3_objects, script_mode
from sandbox.services.sagemaker.containers.container import Container
from sandbox.services.sagemaker.containers.failure import JobError, refusal
from sandbox.services.sagemaker.containers.opt_ml import OPT_ML, Command, OptMl

_SECONDS_TO_ANSWER = 60
_SECONDS_TO_START = 120
_NO_LIMIT_SECONDS = 10**9
_ADAPTER = Path(__file__).with_name("serving_adapter.py")


class ModelResponse(NamedTuple):
    status: int
    content_type: str
    body: bytes


class ModelRequest(NamedTuple):
    body: bytes
    content_type: str
    accept: str


class ServerIdentity(NamedTuple):
    """The name of a server's folder below the state folder, its log, and the role that it runs as."""

    name: str
    log_group: str
    log_stream: str
    role: str
    credentials: Credentials


class Server:
    """Serves after `wait_until_ready`; ends with `close`, when its last request has been answered."""

    def __init__(self, container: Container, identity: ServerIdentity) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.container, self.identity = container, identity
        self._stop, self._ended = threading.Event(), threading.Event()
        self._open_requests, self._lock = 0, threading.Lock()
        self._failure_reason = ""
        background.start(self._run)

    def wait_until_ready(self) -> None:
        """Return when the model answers pings; a JobError has the reason why it does not."""
        is_over = wait_until(lambda: self._ended.is_set() or self._answers_ping(), _SECONDS_TO_START)
        if not is_over or self._ended.is_set():
            self.close()
            raise JobError(self._failure_reason)

    def invoke(self, request: ModelRequest) -> ModelResponse:
        """The model's response; a container that does not speak HTTP counts as one that responds with 500."""
        with self._lock:
            self._open_requests += 1
        try:
            headers = {"Content-Type": request.content_type, "Accept": request.accept}
            return self._exchange("POST", "/invocations", request.body, headers)
        except (OSError, http.client.HTTPException) as error:
            return ModelResponse(500, "text/plain", f"{type(error).__name__}: {error}".encode())
        finally:
            with self._lock:
                self._open_requests -= 1

    def close(self) -> None:
        wait_until(lambda: not self._open_requests, _SECONDS_TO_ANSWER)
        self._stop.set()

    def _answers_ping(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self._exchange("GET", "/ping", b"", {}).status == 200
        return False

    def _exchange(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> ModelResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS_TO_ANSWER)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return ModelResponse(response.status, response.getheader("Content-Type", ""), response.read())

    def _run(self) -> None:
        try:
            with folders.scratch("endpoints", self.identity.name) as folder:
                self._serve(OptMl(folder))
        except JobError as error:
            self._failure_reason = str(error)
        except processes.StoppedError:
            pass
        finally:
            self._ended.set()

    def _serve(self, opt_ml: OptMl) -> None:
        self._failure_reason = "did not pass the ping health check. Please check CloudWatch logs for this endpoint."
        image_permissions.require_pull(self.container.image, self.identity.role, self.identity.credentials)
        self._unpack_archive(opt_ml)
        command = opt_ml.local(self._command())
        process = processes.Process(command.arguments, opt_ml.files, command.environment, _NO_LIMIT_SECONDS)
        log = logs.open_if_permitted(self.identity.log_group, self.identity.log_stream, self.identity.credentials)
        with contextlib.closing(log):
            if self._can_install_code():
                processes.run(process, log.write, self._stop)
            else:
                log.write(f"{script_mode.PIP_ERROR}\n{script_mode.FAILURE_REASON}")

    def _can_install_code(self) -> bool:
        image, environment = self.container.image, self.container.environment
        closed = self.container.closed
        return "SAGEMAKER_PROGRAM" not in environment or script_mode.can_install(image, environment, closed=closed)

    def _unpack_archive(self, opt_ml: OptMl) -> None:
        target, uri = opt_ml.folder(f"{OPT_ML}/model"), self.container.archive
        if not uri:
            return
        try:
            content = s3_objects.read(self.identity.credentials, uri)
            archives.unpack_tar(content, target)
        except (ClientError, ArchiveError) as error:
            reason = refusal(error) if isinstance(error, ClientError) else str(error)
            raise JobError(
                f'Failed to download model data for container "container_1" from URL: "{uri}". Please ensure that '
                "there is an object located at the URL and that the role passed to CreateModel has permissions to "
                f"download the object ({reason}; role {self.identity.role})."
            ) from error

    def _command(self) -> Command:
        given = {**processes.environment_of(self.identity.credentials), **images.environment()}
        environment = {**given, **self.container.environment, "SAGEMAKER_BIND_TO_PORT": str(self.port)}
        if "sagemaker-" in self.container.image or "SAGEMAKER_PROGRAM" in environment:
            arguments = ["python3", str(_ADAPTER), f"{OPT_ML}/model", str(self.port)]
            return Command(arguments, environment)
        return Command(images.entry_point(self.container.image, "serve"), environment)
