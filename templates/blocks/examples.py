"""The examples that training code can start from, one of which is chosen at launch."""

from troposphere import Equals, FindInMap, Not, Ref

from templates import parameters
from templates.parameter_form import Field, Rule
from templates.product import Mappings, SeedKeys

EXAMPLES = ("weather", "census", "abalone")
OWN_IMAGE = "abalone"
MAPPING = "Examples"
EXAMPLE = parameters.choice(
    "Example", "Example that the training code starts from; everything in it can be changed.", EXAMPLES
)
IMAGE = parameters.text(
    "TrainingImage",
    f"Container image that the {OWN_IMAGE} example trains and serves with. Leave empty for the others.",
    r"^$|^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/sagemaker-[a-z0-9._/-]+@sha256:[0-9a-f]{64}$",
    "Empty, or an image in ECR whose repository starts with sagemaker-, with its digest: a tag can move.",
    Default="",
)
FIELDS = (Field(EXAMPLE, "Example"), Field(IMAGE, "Container image"))
NEEDS_IMAGE = Rule(
    "OwnImageIsGiven",
    when=Equals(Ref(EXAMPLE), OWN_IMAGE),
    must=Not(Equals(Ref(IMAGE), "")),
    otherwise=f"The {OWN_IMAGE} example needs TrainingImage: build its Dockerfile and enter the image's address.",
)


def archives(seed_keys: SeedKeys) -> Mappings:
    """The key of each example's archive in the asset bucket."""
    return {MAPPING: {example: {"Key": seed_keys[example]} for example in EXAMPLES}}


def chosen_archive() -> FindInMap:
    return FindInMap(MAPPING, Ref(EXAMPLE), "Key")
