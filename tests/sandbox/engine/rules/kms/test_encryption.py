"""What is encrypted under a key is decrypted with that key and its context alone."""

from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import code, refusal

CONTEXT = {"project": "one"}


@pytest.fixture
def kms(sandbox: Sandbox) -> Any:
    return sandbox.client("kms")


@pytest.fixture
def key(kms: Any) -> str:
    return kms.create_key()["KeyMetadata"]["Arn"]


def test_a_ciphertext_names_its_key(kms: Any, key: str) -> None:
    made = kms.encrypt(KeyId=key, Plaintext=b"secret", EncryptionContext=CONTEXT)
    assert (made["KeyId"], made["EncryptionAlgorithm"]) == (key, "SYMMETRIC_DEFAULT")
    found = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext=CONTEXT)
    assert (found["Plaintext"], found["KeyId"]) == (b"secret", key)


def test_another_context_or_a_changed_ciphertext_does_not_decrypt(kms: Any, key: str) -> None:
    made = kms.encrypt(KeyId=key, Plaintext=b"secret", EncryptionContext=CONTEXT)["CiphertextBlob"]
    invalid = ("InvalidCiphertextException", "")
    assert refusal(kms.decrypt, CiphertextBlob=made) == invalid
    changed = made[:-1] + bytes([made[-1] ^ 1])
    assert refusal(kms.decrypt, CiphertextBlob=changed, EncryptionContext=CONTEXT) == invalid
    assert refusal(kms.decrypt, CiphertextBlob=b"nothing of a key", KeyId=key) == invalid


def test_another_key_does_not_decrypt(kms: Any, key: str) -> None:
    made = kms.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    assert code(kms.decrypt, CiphertextBlob=made, KeyId=other) == "IncorrectKeyException"


def test_a_caller_without_permission_on_the_key_of_a_ciphertext_is_refused(key: str, sandbox: Sandbox) -> None:
    made = sandbox.client("kms").encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    person = sandbox.client("kms", "data-scientist")
    assert code(person.decrypt, CiphertextBlob=made, KeyId=key) == "AccessDeniedException"
    assert code(person.decrypt, CiphertextBlob=made) == "AccessDeniedException"


def test_a_plaintext_has_4096_bytes_at_most(kms: Any, key: str) -> None:
    kms.encrypt(KeyId=key, Plaintext=b"x" * 4096)
    problem = refusal(kms.encrypt, KeyId=key, Plaintext=b"x" * 4097)
    too_long = "Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096"
    assert problem == ("ValidationException", f"1 validation error detected: {too_long}")


def test_a_data_key_is_as_long_as_the_request_says(kms: Any, key: str) -> None:
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_128")
    assert len(made["Plaintext"]) == 16
    assert kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    assert len(kms.generate_data_key(KeyId=key, NumberOfBytes=5)["Plaintext"]) == 5
    assert "Plaintext" not in kms.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_256")
    assert code(kms.generate_data_key, KeyId=key) == "ValidationException"
    assert code(kms.generate_data_key, KeyId=key, KeySpec="AES_256", NumberOfBytes=5) == "ValidationException"
