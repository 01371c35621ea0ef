"""AWS over HTTP on this machine: roles, the endpoints of two accounts, and who asked for what."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ASSUMED = """<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>{account}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"""
IDENTITY = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Account>222222222222</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""


CONTAINER = {"Image": "image@sha256:1", "ModelDataUrl": "s3://bucket/2/model.tar.gz", "Environment": {"A": "1"}}
FORMER = CONTAINER | {"ModelDataUrl": "s3://bucket/1/model.tar.gz"}


class Accounts(ThreadingHTTPServer):
    """`endpoints` maps (account, endpoint) to what its model answers; an account's id is the access key of its role.

    `container` is what every endpoint's model is made of.
    """

    def __init__(self, endpoints: dict[tuple[str, str], str], container: dict):
        super().__init__(("127.0.0.1", 0), Handler)
        self.endpoints = endpoints
        self.container = container
        self.asked: set[tuple[str, str]] = set()


class Handler(BaseHTTPRequestHandler):
    server: Accounts

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        account = re.search(r"Credential=([^/]+)/", self.headers["Authorization"])[1]
        if self.path == "/":
            self.control(account, body)
        else:
            self.invoke(account, self.path.split("/")[2], body)

    def control(self, account: str, body: str) -> None:
        operation = (self.headers["X-Amz-Target"] or "").removeprefix("SageMaker.")
        described = {
            "DescribeEndpointConfig": {"ProductionVariants": [{"VariantName": "AllTraffic", "ModelName": "model"}]},
            "DescribeModel": {"PrimaryContainer": self.server.container},
        }
        if operation == "DescribeEndpoint":
            known = (account, json.loads(body)["EndpointName"]) in self.server.endpoints
            missing = {"__type": "ValidationException", "message": "Could not find endpoint"}
            found = {"EndpointStatus": "InService", "EndpointConfigName": "configuration", "FailureReason": "an alarm"}
            self.reply(200 if known else 400, json.dumps(found if known else missing))
        elif operation in described:
            self.reply(200, json.dumps(described[operation]))
        elif "AssumeRole" in body:
            self.reply(200, ASSUMED.format(account=parse_qs(body)["RoleArn"][0].split(":")[4]))
        else:
            self.reply(200, IDENTITY)

    def invoke(self, account: str, endpoint: str, body: str) -> None:
        self.server.asked.add((account, endpoint))
        answer = self.server.endpoints[account, endpoint]
        if body == "1,2" and answer != "broken":
            self.reply(200, answer)
        else:
            status = 500 if answer == "broken" else 400
            self.reply(424, json.dumps({"OriginalStatusCode": status, "OriginalMessage": "no"}), "ModelError")

    def reply(self, status: int, text: str, error: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.send_header("Content-Type", "text/csv")
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_arguments: object) -> None:
        """Not among the output of the tests."""


@contextmanager
def serving(endpoints: dict[tuple[str, str], str], container: dict) -> Iterator[Accounts]:
    with Accounts(endpoints, container) as accounts:
        threading.Thread(target=accounts.serve_forever, daemon=True).start()
        yield accounts
        accounts.shutdown()
