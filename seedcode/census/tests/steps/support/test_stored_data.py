"""The digest of data in S3 is that of the same files on this machine, and the region is the project's."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from project.data import ENDINGS, bucket_of, fetch, stored_digest
from support.data_digest import digest_of

OBJECTS = {"data/one" + ENDINGS[0]: b"1,2\n", "data/2024/one" + ENDINGS[0]: b"3,4\n", "data/notes.md": b"read me"}


class Store(BaseHTTPRequestHandler):
    """An S3 with one bucket, `there`."""

    def do_GET(self):
        key = self.path.partition("?")[0].removeprefix("/there").lstrip("/")
        self.send_response(200)
        body = OBJECTS.get(key) or self.listing()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self):
        self.do_GET()

    def listing(self):
        items = "".join(
            f"<Contents><Key>{key}</Key><Size>{len(body)}</Size></Contents>" for key, body in OBJECTS.items()
        )
        return f"<ListBucketResult><Name>there</Name>{items}</ListBucketResult>".encode()

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
        "AWS_REGION": "eu-west-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_PROFILE", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    yield server
    server.shutdown()


@pytest.mark.usefixtures("store")
def test_the_digest_is_that_of_the_downloaded_tables(tmp_path):
    folder = fetch("s3://there/data/", tmp_path / "raw")
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) == 2  # of one name, in two folders
    assert stored_digest("s3://there/data/") == digest_of(files)


@pytest.mark.usefixtures("store")
def test_the_region_is_that_of_the_settings():
    assert bucket_of("s3://there/data/").meta.client.meta.region_name == "eu-west-1"
