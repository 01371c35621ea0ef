"""What is offered of CloudFormation: stacks, change sets, what reads them, and service-managed stack sets.

Drift, imports, hooks, the type registry, generated templates, stack refactoring, stack policies, signals and the
events of operations are used by nothing in this project.
"""

from sandbox.api.rules import offered

_TEMPLATE = "TemplateBody TemplateURL"
_CHANGE = f"StackName {_TEMPLATE} Parameters Capabilities RoleARN Tags"
_STACK_SET = f"StackSetName Description {_TEMPLATE} Parameters Capabilities Tags PermissionModel AutoDeployment CallAs"
_INSTANCES = "StackSetName DeploymentTargets Regions OperationPreferences OperationId CallAs"

OFFER = offered(
    CreateStack=f"{_CHANGE} ClientRequestToken EnableTerminationProtection OnFailure DisableRollback",
    UpdateStack=f"{_CHANGE} UsePreviousTemplate ClientRequestToken DisableRollback",
    DeleteStack="StackName RetainResources RoleARN ClientRequestToken",
    DescribeStacks="",
    ListStacks="",
    DescribeStackEvents="",
    DescribeStackResource="",
    DescribeStackResources="StackName LogicalResourceId",
    ListStackResources="",
    GetTemplate="",
    GetTemplateSummary=f"{_TEMPLATE} StackName",
    ValidateTemplate="",
    UpdateTerminationProtection="",
    CreateChangeSet=f"{_CHANGE} UsePreviousTemplate ChangeSetName ChangeSetType ClientToken Description OnStackFailure",
    DescribeChangeSet="",
    ExecuteChangeSet="ChangeSetName StackName ClientRequestToken DisableRollback",
    DeleteChangeSet="",
    ListChangeSets="",
    ListExports="",
    ListImports="",
    CreateStackSet=f"{_STACK_SET} ManagedExecution ClientRequestToken",
    UpdateStackSet=f"{_STACK_SET} {_INSTANCES} UsePreviousTemplate ManagedExecution",
    DeleteStackSet="StackSetName CallAs",
    DescribeStackSet="",
    DescribeStackSetOperation="",
    ListStackSets="",
    ListStackSetOperations="",
    ListStackSetOperationResults="",
    CreateStackInstances=f"{_INSTANCES} ParameterOverrides",
    UpdateStackInstances=f"{_INSTANCES} ParameterOverrides",
    DeleteStackInstances=f"{_INSTANCES} RetainStacks",
    DescribeStackInstance="",
    ListStackInstances="",
    ActivateOrganizationsAccess="",
    DeactivateOrganizationsAccess="",
    DescribeOrganizationsAccess="",
)
