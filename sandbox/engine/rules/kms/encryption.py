"""Encrypt, Decrypt and the operations that make data keys: KMS API reference, the operations."""

import os

from ministack.services import kms

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.kms import ciphertexts, states
from sandbox.engine.rules.kms.keys import Key
from sandbox.iam import caller

_ALGORITHM = "SYMMETRIC_DEFAULT"
_BYTES = {"AES_128": 16, "AES_256": 32}


def Encrypt(request: Request) -> Answer:
    key = _key("Encrypt", request)
    ciphertext = ciphertexts.encrypted(key, request["Plaintext"], request.get("EncryptionContext", {}))
    return {"CiphertextBlob": ciphertext, "KeyId": key["Arn"], "EncryptionAlgorithm": _ALGORITHM}


def Decrypt(request: Request) -> Answer:
    """Without a key in the request it is that of the ciphertext."""
    ciphertext, context = request.get("CiphertextBlob", b""), request.get("EncryptionContext", {})
    named = _key("Decrypt", request) if request.get("KeyId") else None
    arn = ciphertexts.key_arn(ciphertext)
    if named and named["Arn"] != arn:
        raise ServiceError(
            "IncorrectKeyException",
            "The key ID in the request does not identify a CMK that can perform this operation.",
        )
    key = named or _permitted_key(arn)
    plaintext = ciphertexts.decrypted(key, ciphertext, context)
    material = kms._key_material_id(key)
    return {"Plaintext": plaintext, "KeyId": key["Arn"], "EncryptionAlgorithm": _ALGORITHM, "KeyMaterialId": material}


def GenerateDataKey(request: Request) -> Answer:
    key, plaintext = _key("GenerateDataKey", request), os.urandom(_data_key_bytes(request))
    return {"Plaintext": plaintext, **_data_key(key, plaintext, request)}


def GenerateDataKeyWithoutPlaintext(request: Request) -> Answer:
    key = _key("GenerateDataKeyWithoutPlaintext", request)
    return _data_key(key, os.urandom(_data_key_bytes(request)), request)


def _key(operation: str, request: Request) -> Key:
    """Every key here is for symmetric encryption."""
    if request.get("EncryptionAlgorithm", _ALGORITHM) != _ALGORITHM:
        raise not_emulated(f"EncryptionAlgorithm {request['EncryptionAlgorithm']} of kms:{operation}")
    return states.key_for(operation, request["KeyId"])


def _permitted_key(arn: str) -> Key:
    """Authorization saw no key in the request, so the one that is meant is authorized here."""
    key = kms._resolve_key(arn)
    if key is None or not caller.may("kms:Decrypt", arn):
        problem = "that does not exist, does not exist in this region, or you are not allowed to access."
        raise ServiceError("AccessDeniedException", f"The ciphertext refers to a customer master key {problem}")
    return states.key_for("Decrypt", arn)


def _data_key_bytes(request: Request) -> int:
    """One of two members says how long it is."""
    if ("KeySpec" in request) == ("NumberOfBytes" in request):
        raise ServiceError("ValidationException", "Please specify either number of bytes or key spec.")
    return request["NumberOfBytes"] if "NumberOfBytes" in request else _BYTES[request["KeySpec"]]


def _data_key(key: Key, plaintext: bytes, request: Request) -> Answer:
    ciphertext = ciphertexts.encrypted(key, plaintext, request.get("EncryptionContext", {}))
    return {"CiphertextBlob": ciphertext, "KeyId": key["Arn"], "KeyMaterialId": kms._key_material_id(key)}
