"""Keeps two publishers apart: an object in the hub's bucket that only one of them can hold."""

import getpass
import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from scripts.aws.answers import error_code
from scripts.errors import UnfinishedError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEY = "lease.json"
ATTEMPTS = 5
LOST = ("PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey")
SECONDS = 600  # longer than any pause between two renewals


@dataclass(frozen=True)
class Holder:
    """Who publishes, and when the lease was last renewed (seconds since 1970)."""

    person: str
    machine: str
    process: int
    renewed: float

    @classmethod
    def this(cls) -> "Holder":
        """The current process, now."""
        return cls(getpass.getuser(), socket.gethostname(), os.getpid(), time.time())

    @property
    def same_process(self) -> bool:
        """Whether it is the lease of the current process, whose renewal was answered too late."""
        return (self.machine, self.process) == (socket.gethostname(), os.getpid())

    @property
    def gone(self) -> bool:
        """Whether the lease has run out, or its process on this machine has ended."""
        if time.time() - self.renewed > SECONDS:
            return True
        return self.machine == socket.gethostname() and not _runs(self.process)


class Lease:
    """Taken with the first `hold`, renewed by later ones, given back by `give_back`."""

    def __init__(self, client: "S3Client", bucket: str, owner: str) -> None:
        self.client = client
        self.place: Any = {"Bucket": bucket, "Key": KEY, "ExpectedBucketOwner": owner}
        self.tag: str | None = None
        self.renewed = 0.0

    def hold(self) -> bool:
        """Take or renew the lease; False while the bucket does not exist yet.

        Raises UnfinishedError when another publisher holds it.
        """
        if self.tag and time.time() - self.renewed < SECONDS / 4:
            return True
        for _ in range(ATTEMPTS):
            try:
                self._write(self.tag)
            except ClientError as error:
                if error_code(error) == "NoSuchBucket":
                    return False
                if error_code(error) not in LOST:
                    raise
                self._find_holder(error_code(error))
                continue
            return True
        raise UnfinishedError("several publishers start at the same time", hint="wait a moment, then run it again")

    def give_back(self) -> None:
        """Give the lease back, if it is held."""
        if self.tag:
            self.client.delete_object(**self.place)
            self.tag = None

    def _find_holder(self, code: str) -> None:
        """Read who holds the lease, so that the next write can succeed.

        S3 User Guide, "Conditional writes": 404, the object was deleted; 409, another write is in progress; 412, it was
        replaced, and is free when its holder has gone.
        """
        if code == "NoSuchKey":
            self.tag = None
        if code != "PreconditionFailed":
            return
        try:
            answer = self.client.get_object(**self.place)
        except self.client.exceptions.NoSuchKey:
            self.tag = None
            return
        holder = Holder(**json.loads(answer["Body"].read()))
        if not holder.gone and not holder.same_process:
            since = datetime.fromtimestamp(holder.renewed, UTC).strftime("%H:%M UTC")
            problem = f"{holder.person} on {holder.machine} is publishing (process {holder.process}, seen at {since})"
            raise UnfinishedError(problem, hint="wait until that has ended, then run it again")
        self.tag = answer["ETag"]

    def _write(self, replacing: str | None) -> None:
        condition: Any = {"IfMatch": replacing} if replacing else {"IfNoneMatch": "*"}
        body = json.dumps(asdict(Holder.this())).encode()
        self.tag = self.client.put_object(**self.place, Body=body, **condition)["ETag"]
        self.renewed = time.time()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
