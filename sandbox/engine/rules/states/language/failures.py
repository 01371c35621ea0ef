"""How a state fails, and how an execution ends before its states do."""


class FailureError(Exception):
    """An error in the sense of the States Language; both parts can be absent."""

    def __init__(self, error: str | None, cause: str | None) -> None:
        super().__init__(f"{error}: {cause}")
        self.error, self.cause = error, cause


class EndedError(Exception):
    """The execution, or the state around this one, has ended."""


RUNTIME = "States.Runtime"
TIMEOUT = "States.Timeout"
HEARTBEAT = "States.HeartbeatTimeout"
TASK_FAILED = "States.TaskFailed"
DATA_LIMIT = "States.DataLimitExceeded"
