"""The catalog's own rules, one file each: a pure function over a loaded template that yields what is wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType

from scripts.gate.findings import Finding
from scripts.gate.model.template import Problem, Template
from scripts.gate.rules import (
    asset_bucket,
    asset_digest,
    assumable_role,
    boundary_covers,
    boundary_denial,
    boundary_organization,
    bounded_role,
    bucket,
    bucket_policy,
    bucket_reach,
    build_project,
    buildspec_source,
    buildspec_text,
    catalog_scope,
    condition_value,
    custom_resource,
    effect,
    encryption_header,
    endpoint_encryption,
    endpoint_rollback,
    escalation,
    event_pattern,
    event_target,
    everything_but,
    form_condition,
    key,
    known_kind,
    known_property,
    lambda_function,
    log_group,
    managed_policy,
    model_isolation,
    object_prefix,
    other_account,
    parameter_pattern,
    pass_role,
    pipeline_stage,
    pipeline_store,
    plain_http,
    project_scope,
    queue_and_topic,
    registry_policy,
    required_condition,
    retained,
    role_task,
    role_use,
    separation_of_duties,
    service_trust_source,
    service_trust_user,
    settings_redirect,
    shown_text,
    source_address,
    subscription,
    tampering,
    topic_key,
    trust_principal,
    wildcard_action,
    wildcard_resource,
)

Check = Callable[[Template], Iterator[Problem]]
TOOL = "catalog"
MODULES: tuple[ModuleType, ...] = (
    asset_bucket,
    asset_digest,
    assumable_role,
    boundary_covers,
    boundary_denial,
    boundary_organization,
    bounded_role,
    bucket,
    bucket_policy,
    bucket_reach,
    build_project,
    buildspec_source,
    buildspec_text,
    catalog_scope,
    condition_value,
    custom_resource,
    effect,
    encryption_header,
    endpoint_encryption,
    endpoint_rollback,
    escalation,
    event_pattern,
    event_target,
    everything_but,
    form_condition,
    key,
    known_kind,
    known_property,
    lambda_function,
    log_group,
    managed_policy,
    model_isolation,
    object_prefix,
    other_account,
    parameter_pattern,
    pass_role,
    pipeline_stage,
    pipeline_store,
    plain_http,
    project_scope,
    queue_and_topic,
    registry_policy,
    required_condition,
    retained,
    role_task,
    role_use,
    separation_of_duties,
    service_trust_source,
    service_trust_user,
    settings_redirect,
    shown_text,
    source_address,
    subscription,
    tampering,
    topic_key,
    trust_principal,
    wildcard_action,
    wildcard_resource,
)


def rule_id(module: ModuleType) -> str:
    """`service-trust-source` of the module `service_trust_source`."""
    return module.__name__.rpartition(".")[2].replace("_", "-")


RULES: Mapping[str, Check] = {rule_id(module): module.check for module in MODULES}


def findings(template: Template, rules: Mapping[str, Check] = RULES) -> Iterator[Finding]:
    """What the rules find in a template."""
    for rule, check in rules.items():
        for problem in check(template):
            yield Finding(TOOL, rule, template.file, problem.resource, problem.text)
