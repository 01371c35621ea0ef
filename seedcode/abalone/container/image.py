"""Which image processes, trains and serves: the one built from container/, named by the variable IMAGE_URI."""

import os
from collections.abc import Mapping

from project.settings import SettingError


def image_uri(environment: Mapping[str, str] = os.environ) -> str:
    """The image by its digest; a tag could later name another image than the one a model was trained with."""
    uri = environment.get("IMAGE_URI", "")
    if not uri:
        raise SettingError("not set: IMAGE_URI (the image built from container/; see README, The image)")
    if "@sha256:" not in uri:
        raise SettingError(f"IMAGE_URI: `{uri}` names no digest (...@sha256:...), and a tag can be moved")
    return uri
