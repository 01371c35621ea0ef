"""The server process: the engine with our services in it, on loopback only."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

from sandbox.engine import hooks
from sandbox.world import accounts

# Only an engine that was checked may be changed, so the imports that change it come after.
hooks.check()

from ministack import app as engine  # noqa: E402
from ministack.core import lambda_runtime  # noqa: E402

from sandbox import coverage  # noqa: E402
from sandbox.cloudformation import installation as cloudformation  # noqa: E402
from sandbox.cloudformation.stack_sets import installation as stack_sets  # noqa: E402
from sandbox.engine import alarm_messages, cloudwatch_alarms, eventbridge_targets, registration, stored_headers  # noqa: E402
from sandbox.engine.rules.sns import delivery as sns_delivery  # noqa: E402
from sandbox.engine.rules.sqs import receiving as sqs_receiving  # noqa: E402
from sandbox.iam import (  # noqa: E402
    cross_account,
    enforcement,
    identity_names,
    late_tags,
    managed_policies,
    policy_variables,
    principal_checks,
    resource_policies,
    root_keys,
)
from sandbox.machine import processes  # noqa: E402
from sandbox.process import door, faults, state  # noqa: E402
from sandbox.world import organization, trusted_access  # noqa: E402

PORT = int(os.environ["GATEWAY_PORT"])
STATE = Path(os.environ["SANDBOX_STATE"])
_CHANGES = (
    *(registration, root_keys, enforcement, late_tags, resource_policies, cross_account, stored_headers),
    *(organization, trusted_access, state, cloudformation, stack_sets, eventbridge_targets, sns_delivery),
    *(
        sqs_receiving,
        alarm_messages,
        cloudwatch_alarms,
        principal_checks,
        identity_names,
        managed_policies,
        policy_variables,
    ),
)
_keeper = state.Keeper()


async def _answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer our own paths; the engine answers the rest."""
    if scope["type"] == "http":
        _keeper.note(scope["method"])
        fault = faults.answer(scope)
        if fault:
            await send({"type": "http.response.start", "status": fault[0], "headers": fault[1]})
            await send({"type": "http.response.body", "body": fault[2]})
            return
        if scope["path"].startswith("/_sandbox"):
            await _answer_about_itself(scope["path"], send)
            return
        for prefix, route in registration.ROUTES.items():
            if scope["path"].startswith(prefix):
                await route(scope, receive, send)
                return
    await engine.app(scope, receive, send)


application: Any = door.closed(_answer, PORT, tuple(registration.ROUTES))


async def _answer_about_itself(path: str, send: Any) -> None:
    known = {"/_sandbox": lambda: {"pid": os.getpid(), "state": str(STATE)}, "/_sandbox/coverage": coverage.report}
    answer = known.get(path)
    body = json.dumps(answer() if answer else {"error": f"the sandbox has no {path}"}).encode()
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200 if answer else 404, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def main() -> None:
    configuration = Config()
    configuration.bind = [f"127.0.0.1:{PORT}"]
    configuration.graceful_timeout = 1
    configuration.loglevel = "WARNING"
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    tasks = [asyncio.create_task(_keeper.run()), asyncio.create_task(_announce())]
    await serve(application, configuration, shutdown_trigger=ended.wait)
    for task in tasks:
        task.cancel()
    (STATE / "pid").unlink(missing_ok=True)
    lambda_runtime.reset()
    processes.end_all()
    # Everything is saved; a function that still runs must not keep the process alive.
    os._exit(0)


async def _announce() -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", PORT)
        except OSError:
            await asyncio.sleep(0.02)
            continue
        writer.close()
        (STATE / "pid").write_text(str(os.getpid()))
        sys.stdout.write(f"{accounts.ready_line(PORT)}\n{accounts.introduction(str(STATE))}")
        return


if __name__ == "__main__":
    for module in _CHANGES:
        module.install()
    asyncio.run(main())
