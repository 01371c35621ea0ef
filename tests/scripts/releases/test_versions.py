"""The order and the names of versions."""

from scripts.releases.versions import is_candidate, is_version, next_candidate, published_name, version_order


def test_versions_are_numbers_and_not_words() -> None:
    assert sorted(["1.10.0", "1.9.0", "1.2.10"], key=version_order) == ["1.2.10", "1.9.0", "1.10.0"]


def test_a_candidate_comes_before_its_release_and_after_the_one_before() -> None:
    mixed = ["1.2.1.dev", "1.2.0", "1.1.9", "1.2.0.dev-ffffffff"]
    assert sorted(mixed, key=version_order) == ["1.1.9", "1.2.0.dev-ffffffff", "1.2.0", "1.2.1.dev"]


def test_each_content_of_a_candidate_is_published_under_a_name_of_its_own() -> None:
    first, second = (published_name("1.2.0.dev", digit * 64) for digit in "ab")
    assert (first, second) == ("1.2.0.dev-aaaaaaaa", "1.2.0.dev-bbbbbbbb")
    assert is_candidate(first)
    assert not is_candidate("1.2.0")


def test_what_is_no_version_is_not_taken_for_one() -> None:
    assert is_version("1.2.0")
    assert is_version("1.2.0.dev")
    assert not any(is_version(text) for text in ("1.2", "1.2.0-dev", "1.2.0.dev-aaaaaaaa", "v1.2.0", ""))


def test_the_next_candidate_is_a_minor_version_above() -> None:
    assert next_candidate("1.9.3") == "1.10.0.dev"
