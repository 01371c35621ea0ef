"""Mail of topics: a file for each message below `mail/` of the state folder, once the subscription is confirmed.

SNS API Reference, "Subscribe" and "ConfirmSubscription": an address gets a token, and until the token comes back the
subscription is pending and gets no message.
"""

import os
import re
import uuid
from pathlib import Path

from sandbox.api.types import Record

PROTOCOLS = {"email", "email-json"}


def request_confirmation(subscription: Record) -> None:
    """Make a subscription pending, and mail its token; asking again sends another token."""
    token = uuid.uuid4().hex
    subscription.update(confirmed=False, token=token)
    subscription["attributes"].update(PendingConfirmation="true", ConfirmationWasAuthenticated="false")
    topic = subscription["topic_arn"]
    command = f"aws sns confirm-subscription --topic-arn {topic} --token {token}"
    _write(subscription["endpoint"], f"You have chosen to subscribe to the topic {topic}. To confirm:\n{command}")


def send(address: str, subject: str, message: str) -> None:
    _write(address, f"Subject: {subject or 'AWS Notification Message'}\n\n{message}")


def _write(address: str, text: str) -> None:
    folder = Path(os.environ["SANDBOX_STATE"]) / "mail" / re.sub(r"[^\w@.+-]", "_", address)
    folder.mkdir(parents=True, exist_ok=True)
    number = sum(1 for _ in folder.iterdir()) + 1
    (folder / f"{number:04}.txt").write_text(f"{text}\n", encoding="utf-8")
