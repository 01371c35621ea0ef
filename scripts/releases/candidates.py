"""Which versions an environment is given: all that are recorded, and candidates if it is a sandbox."""

from collections.abc import Iterable

from scripts.configuration import Environment, Portfolio
from scripts.errors import ConfigurationError
from scripts.releases.render import Rendered
from scripts.releases.store import Releases
from scripts.releases.versions import is_candidate, is_version, next_candidate, released_version, version_order


def with_candidates(
    releases: Releases, rendered: Iterable[Rendered], environment: Environment, portfolios: Iterable[Portfolio]
) -> Releases:
    """The recorded versions, and the candidates of the products that some portfolio offers.

    Raises ConfigurationError when one of these products is a candidate and the environment is no sandbox, or when its
    version is recorded with another content.
    """
    offered = {product for portfolio in portfolios for product in portfolio.products}
    items = [item for item in rendered if item.product.name in offered]
    for item in items:
        require_version(item, releases)
        if is_candidate(item.product.version):
            _require_sandbox(item, environment)
        else:
            _require_recorded(item, releases)
    candidates = [item for item in items if is_candidate(item.product.version)]
    archives = dict.fromkeys(archive for item in candidates for archive in item.archives)
    templates = dict.fromkeys(template for item in candidates for template in item.stage_templates)
    return releases.with_candidates([item.candidate for item in candidates], archives, templates)


def require_version(item: Rendered, releases: Releases) -> None:
    """Raises ConfigurationError when the product's version is none, or a candidate that cannot be released any more."""
    name, version = item.product.name, item.product.version
    if not is_version(version):
        raise ConfigurationError(f"{item.place}: {name}: `{version}` is no version", hint="for example 1.2.0.dev")
    if not is_candidate(version):
        return
    wanted, recorded = released_version(version), releases.of(name)
    if releases.find(name, wanted):
        problem = f"{item.place}: {name} {version} is a candidate for {wanted}, which is recorded already"
        raise ConfigurationError(problem, hint=f"write {next_candidate(recorded[-1].version)}; a record never changes")
    if recorded and version_order(wanted) < version_order(recorded[-1].version):
        problem = f"{item.place}: {name} {version} comes before {recorded[-1].version}, which is recorded"
        hint = f"use a version above {recorded[-1].version}: people launch the latest one"
        raise ConfigurationError(problem, hint=hint)


def _require_sandbox(item: Rendered, environment: Environment) -> None:
    if not environment.sandbox:
        name, version = item.product.name, item.product.version
        problem = f"{item.place}: {name} {version} is a candidate, and `{environment.environment}` is no sandbox"
        hint = f"run `make release PRODUCT={name}` first; only environments with `sandbox: true` get candidates"
        raise ConfigurationError(problem, hint=hint)


def _require_recorded(item: Rendered, releases: Releases) -> None:
    name, version = item.product.name, item.product.version
    release = releases.find(name, version)
    if release is None:
        problem = f"{item.place}: {name} {version} is not recorded"
        raise ConfigurationError(problem, hint=f"write {version}.dev, then run `make release PRODUCT={name}`")
    if release.digest != item.digest:
        seeds = [seed for seed, digest in item.seeds.items() if release.seeds.get(seed) != digest]
        what = f"seed {', '.join(seeds)}" if seeds else "template"
        hint = f"a record never changes: write {next_candidate(version)} in that line"
        raise ConfigurationError(f"{item.place}: {name} {version} is recorded with another {what}", hint=hint)
