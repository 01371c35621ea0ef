"""Every private name of the engine that the sandbox relies on, checked before anything else happens."""

import importlib
from importlib.metadata import version

ENGINE = "1.5.33"

NAMES = {
    "ministack.app": (
        "app SERVICE_HANDLERS _state_map _loaded_modules _load_persisted_state _build_persistence_save_dict save_all "
        "pin_request_origin pin_signed_request _RDS_DATA_PATHS _SES_V2_PREFIX"
    ),
    "ministack.core.router": "SERVICE_PATTERNS _is_aws_service_name",
    "ministack.core.iam_actions": (
        "SERVICE_TO_IAM_NAMESPACE _BOTOCORE_SERVICE_MAP extract_resource_arn access_denied_response "
        "identity_denial_message"
    ),
    "ministack.core.iam_evaluator": (
        "enforce AuthError EvalContext caller_arn evaluate_resource_policy "
        "pin_request_origin pin_signed_request is_root_access_key _is_root_key "
        "resolve_credential CredentialResolutionError _verified_key "
        "_resolve_condition_key _conditions_met _action_matches _service_principal_matches _account_from_arn "
        "_first_match ParsedStatement resolve_principal evaluate _resource_policy _request_caller_arn"
    ),
    "ministack.core.responses": (
        "error_response_json get_account_id get_region request_scope _service_model _BOTOCORE_NAME"
    ),
    "ministack.core.concurrency": "run_reentrant spawn_background",
    "ministack.core.persistence": "STATE_DIR save_all save_state _state_format_version _json_default",
    "ministack.core.lambda_runtime": "reset execution_credentials",
    "ministack.services.lambda_svc": "execution_credentials _functions",
    "ministack.services.iam": (
        "_roles _users _policies _IAM_HANDLERS _create_role _put_role_policy _error _p "
        "_attach_role_policy _make_aws_managed_record _aws_managed_policies _lookup_policy"
    ),
    "ministack.services.sts": "_sessions register_session get_state load_persisted_state",
    "ministack.services.kms": (
        "_resolve_key key_policy_for_arn _keys _aliases _create_key _tag_resource _untag_resource _key_material_id"
    ),
    "ministack.services.cloudwatch_logs": "_log_groups _put_log_events _describe_log_streams",
    "ministack.services.ssm": (
        "_parameters _parameter_history _tags _lookup_parameter _parameter_tag_arn resolve_parameter_value"
    ),
    "ministack.services.cloudwatch": (
        "_alarms _composite_alarms _metrics _evaluate_alarm _evaluate_parent_alarms _record_history record_metric "
        "_dispatch_alarm_actions _stat_value _calc_stats _dims_key _dims_from_list _store_datum _dashboards"
    ),
    "ministack.services.sns": (
        "_topic_by_arn_any_scope _topics _create_topic _set_topic_attributes _error _p _fanout _find_subscription "
        "_sub_arn_to_topic _matches_filter_policy _key_matches _resolve_message_for_protocol _build_envelope "
        "_deliver_to_sqs"
    ),
    "ministack.services.sqs": "_queues _HANDLERS _Err _queue_by_arn _get_q _filter_msg_attrs queue_policy_allows",
    "ministack.services.s3": (
        "_bucket_owner_account _bucket_owner_enforced _bucket_policies _buckets bucket_policy_for_arn "
        "_foreign_bucket_allows _stored_sse_headers _bucket_default_sse_headers _put_bucket_policy _error "
        "object_tags_for_condition "
        "_PRESERVED_HEADERS _SSE_STORED_HEADERS _bucket_encryption _bucket_lifecycle _bucket_versioning "
        "_completed_multipart_uploads _compute_s3_checksum _multipart_uploads _object_tags _object_versions "
        "_persist_object _persist_version_state _read_body _canonical_owner_id"
    ),
    "ministack.services.eventbridge": (
        "_event_buses _event_bus_policies _rules _targets _tags _rule_key _ensure_default_bus "
        "_SUPPORTED_TARGET_SERVICES "
        "_create_event_bus _delete_event_bus _describe_event_bus _list_event_buses _put_permission _remove_permission "
        "_put_rule _describe_rule _list_rules _delete_rule _put_targets _remove_targets _list_targets_by_rule "
        "_list_rule_names_by_target _tag_resource _untag_resource _list_tags_for_resource "
        "_opaque_offset_encode _opaque_offset_decode _dispatch_event _invoke_target _dispatch_to_lambda "
        "_dispatch_to_sns _matches_pattern_view _pattern_event_view _render_input_template _render_placeholder "
        "_parse_rate_seconds _parse_cron_fields"
    ),
    "ministack.services.scheduler": "_schedules _at_time_epoch",
    "ministack.services.ec2": "_vpcs _subnets _security_groups _route_tables _tags",
    "ministack.services.stepfunctions": "get_state load_persisted_state",
    "ministack.services.organizations": "_DISPATCH _orgs _accounts _ous _roots _json handle_request",
    "ministack.services.tagging": "resource_tags",
    "ministack.services.cloudformation": "_stacks _change_sets _stack_events _exports handle_request",
    "ministack.services.cloudformation.handlers": (
        "_ACTION_HANDLERS _add_event _create_stack_task_in_region _resolve_stack _resolve_parameters _parse_template "
        "_apply_transforms validate_template_support _evaluate_conditions _deploy_stack_async _imported_export_names "
        "_resolve_template _capabilities_xml"
    ),
    "ministack.services.cloudformation.changesets": (
        "_add_event _create_stack_task_in_region _resolve_parameters _track_change_set_execution _find_change_set "
        "_parse_template _apply_transforms validate_template_support _evaluate_conditions _deploy_stack_async "
        "_resolve_props_for_diff"
    ),
    "ministack.services.cloudformation.engine": (
        "_check_parameter_constraints _resolve_dynamic_reference _resolve_refs validate_template_support CfnLoader"
    ),
    "ministack.services.cloudformation.stacks": (
        "_runs_on_worker_thread _with_stack_tags _add_event _evaluate_conditions _deploy_stack_async "
        "_resolve_dynamic_references _resolve_stack_outputs _delete_resource"
    ),
    "ministack.services.cloudformation.helpers": "_p _xml _error _resolve_document",
    "ministack.services.cloudformation.provisioners": (
        "_RESOURCE_HANDLERS _REPLACING_PROPERTIES _CUSTOM_NAME_REPLACEMENT _physical_name"
    ),
    "ministack.services.cloudformation.custom_resource": (
        "invoke_custom_resource register_token _response_url _normalise_resource_properties _pending"
    ),
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
