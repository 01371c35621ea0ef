"""One story for each product: every module of this folder defines a `STORY`."""

from importlib import import_module
from pkgutil import iter_modules

from scripts.errors import ConfigurationError
from scripts.rehearsal.story import Story

STORIES: tuple[Story, ...] = tuple(
    import_module(f"{__name__}.{module.name}").STORY for module in iter_modules(__path__)
)


def story_of(product: str) -> Story:
    """Raises ConfigurationError for a product without a story."""
    known = {name: story for story in STORIES for name in story.products}
    if product not in known:
        raise ConfigurationError(f"{product} has no rehearsal", hint=f"rehearse one of: {', '.join(sorted(known))}")
    return known[product]
