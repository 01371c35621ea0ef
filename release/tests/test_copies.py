"""What stages read is a copy of the approved file under its digest, whatever happens to the file itself."""

import hashlib

import pytest

from conftest import read
from deployment import copies
from deployment.settings import ReleaseError
from memory import ACCOUNT, BUCKET


def copy_of(registry, package):
    return f"s3://{BUCKET}/releases/{registry.digest(package)}/model.tar.gz"


def test_the_approved_file_is_copied_under_its_digest(release, registry, store):
    package = registry.register("Approved")
    release()
    assert store.objects[copy_of(registry, package)] == b"model 1"


def test_a_file_that_was_replaced_after_the_approval_is_refused_and_leaves_nothing(release, registry, store, tmp_path):
    package = registry.register("Approved")
    store.objects[registry.file(package)] = b"another model"
    with pytest.raises(ReleaseError, match="is not the file that was registered as version 1: its SHA-256 is"):
        release()
    assert not [uri for uri in store.objects if "/releases/" in uri]
    assert not (tmp_path / "build").exists()


def test_a_file_that_is_replaced_after_its_check_has_no_effect(release, registry, store):
    """The stream that was opened is what is written, and what is deployed is what was written."""
    package = registry.register("Approved")
    store.on_read = lambda uri: store.objects.update({uri: b"another model"}) if "/models/" in uri else None
    build = release()
    container = read(build, "endpoint.json")["Resources"]["Model"]["Properties"]["PrimaryContainer"]
    assert store.objects[registry.file(package)] == b"another model"
    assert store.objects[container["ModelDataUrl"]] == b"model 1"


def test_a_version_that_was_released_before_is_released_again_from_its_copy(release, registry, store):
    package = registry.register("Approved")
    release("one")
    store.objects[registry.file(package)] = b"another model"
    release("two")
    assert store.objects[copy_of(registry, package)] == b"model 1"


@pytest.mark.parametrize("composite", [False, True], ids=["checksum", "bytes"])
def test_an_object_that_is_there_already_is_not_trusted(release, registry, store, composite):
    package = registry.register("Approved")
    uri = copy_of(registry, package)
    store.objects[uri] = b"planted"
    store.composite |= {uri} if composite else set()
    with pytest.raises(ReleaseError, match="is not the file that its name says"):
        release()


def test_a_file_of_many_parts_is_written_whole(store, project, monkeypatch):
    monkeypatch.setattr(copies, "PART", 4)
    content = b"0123456789abcdef-"
    digest = hashlib.sha256(content).hexdigest()
    store.objects["s3://models/models/1"] = content
    body = store.get_object(Bucket="models", Key="models/1", ExpectedBucketOwner=ACCOUNT)["Body"]
    mine = copies.Copies(store, project, ACCOUNT)
    mine.write(body, digest)
    assert store.objects[mine.uri(digest)] == content
    assert store.uploads == {}


def test_parts_of_another_file_are_taken_back(store, project, monkeypatch):
    monkeypatch.setattr(copies, "PART", 4)
    store.objects["s3://models/models/1"] = b"0123456789abcdef-"
    body = store.get_object(Bucket="models", Key="models/1", ExpectedBucketOwner=ACCOUNT)["Body"]
    with pytest.raises(copies.OtherFileError):
        copies.Copies(store, project, ACCOUNT).write(body, "0" * 64)
    assert (store.uploads, list(store.objects)) == ({}, ["s3://models/models/1"])


def test_of_two_executions_at_once_the_second_uses_the_copy_of_the_first(store, project, registry):
    package = registry.register("Approved")
    mine = copies.Copies(store, project, ACCOUNT)
    store.objects[copy_of(registry, package)] = b"model 1"
    address = {"Bucket": registry.file(package).split("/")[2], "Key": "models/1/model.tar.gz"}
    mine.write(store.get_object(**address, ExpectedBucketOwner=ACCOUNT)["Body"], registry.digest(package))
    assert store.objects[copy_of(registry, package)] == b"model 1"
