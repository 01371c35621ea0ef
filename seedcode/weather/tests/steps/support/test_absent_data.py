"""What is said of data that is not there."""

import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from project.local import main

MISSING = b"<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>"
EMPTY = b"<ListBucketResult><Name>there</Name><KeyCount>0</KeyCount></ListBucketResult>"


class Store(BaseHTTPRequestHandler):
    """An S3 with one bucket, `there`, that holds nothing."""

    def do_GET(self):
        found = self.path.startswith("/there")
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(EMPTY if found else MISSING)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def store(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings = {
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{server.server_port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    yield server
    server.shutdown()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere.csv", "nowhere.csv: no such file"),
        ("s3://nowhere/data/", "s3://nowhere/data/: cannot be read, .*bucket does not exist"),
        ("s3://there/data/", "s3://there/data/: no object here ends with .csv"),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_place_that_is_not_there_is_named_and_nothing_is_made(tmp_path, source, message, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["local.py", "--data", source, "--build", str(tmp_path / "build")])
    assert main() == 1
    assert re.search(message, capsys.readouterr().err)
    assert not (tmp_path / "build" / "examples").exists()
