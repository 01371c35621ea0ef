"""Archives without a digest in their names."""

from scripts.gate.rules.asset_digest import check
from tests.scripts.gate.small import reported, resource, template

DIGEST = "0" * 64


def seeded(bucket: object, key: str) -> list[str]:
    repository = resource("AWS::CodeCommit::Repository", Code={"S3": {"Bucket": bucket, "Key": key}})
    return reported(check, template({"Repository": repository}))


def test_a_seed_is_named_by_its_digest_and_comes_from_the_asset_bucket() -> None:
    assets = {"Ref": "AssetBucket"}
    assert seeded(assets, f"seeds/weather/{DIGEST}.zip") == []
    assert seeded(assets, "seeds/weather/latest.zip") == ["Repository"]
    assert seeded(assets, f"seeds/weather/{DIGEST[:12]}.zip") == ["Repository"]
    assert seeded("somebody-elses-bucket", f"seeds/weather/{DIGEST}.zip") == ["Repository"]


def test_a_mapping_names_digests_too() -> None:
    for key, expected in ((f"seeds/weather/{DIGEST}.zip", []), ("seeds/weather.zip", ["Examples"])):
        assert reported(check, template({}, Mappings={"Examples": {"weather": {"Key": key}}})) == expected
