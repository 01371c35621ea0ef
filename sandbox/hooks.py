"""Every private name of the engine that the sandbox relies on, checked before anything else happens."""

import importlib
from importlib.metadata import version

ENGINE = "1.5.33"

NAMES = {
    "ministack.app": (
        "app SERVICE_HANDLERS _state_map _loaded_modules _load_persisted_state _build_persistence_save_dict "
        "_dispatch_service_request save_all"
    ),
    "ministack.core.router": "SERVICE_PATTERNS _KNOWN_AWS_SERVICE_NAMES",
    "ministack.core.iam_actions": (
        "SERVICE_TO_IAM_NAMESPACE extract_resource_arn access_denied_response identity_denial_message"
    ),
    "ministack.core.iam_evaluator": (
        "enforce EvalResult EvalContext _verified_key _resolve_condition_key _conditions_met "
        "_service_principal_matches _account_from_arn"
    ),
    "ministack.core.responses": "get_account_id get_region request_scope",
    "ministack.core.concurrency": "run_reentrant spawn_background",
    "ministack.services.iam": "_roles _create_role _put_role_policy",
    "ministack.services.sts": "_sessions register_session get_state load_persisted_state",
    "ministack.services.s3": "_bucket_owner_account",
    "ministack.services.eventbridge": "_put_permission _event_bus_policies",
    "ministack.services.organizations": "_DISPATCH _orgs _accounts _ous _roots handle_request",
    "ministack.services.cloudformation": "_stacks",
    "ministack.services.cloudformation.handlers": "_ACTION_HANDLERS _create_stack_task_in_region _resolve_stack",
    "ministack.services.cloudformation.changesets": "_create_stack_task_in_region",
    "ministack.services.cloudformation.stacks": (
        "_runs_on_worker_thread _with_stack_tags _validation_errors _deploy_stack_async"
    ),
    "ministack.services.cloudformation.helpers": "_p _xml _error _resolve_document",
    "ministack.services.cloudformation.provisioners": (
        "_RESOURCE_HANDLERS _REPLACING_PROPERTIES _STACK_TAG_PROPERTY _PROPERTY_ENUMS _physical_name "
        "_CUSTOM_NAME_REPLACEMENT"
    ),
    "ministack.services.cloudformation.custom_resource": "invoke_custom_resource",
}


class HookMissingError(Exception):
    """The installed engine is not the one this sandbox was written for."""


def check() -> None:
    installed = version("ministack")
    if installed != ENGINE:
        raise HookMissingError(f"the sandbox needs ministack {ENGINE}, found {installed}")
    for module, names in NAMES.items():
        loaded = importlib.import_module(module)
        missing = [name for name in names.split() if not hasattr(loaded, name)]
        if missing:
            raise HookMissingError(f"ministack {installed}: {module} has no {', '.join(missing)}")
