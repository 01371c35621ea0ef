"""The actions that a pipeline may have: one module per provider, and a line here."""

from sandbox.services.codepipeline.actions import (
    cloudformation,
    codebuild,
    codecommit,
    codestar_source_connection,
    manual,
    s3,
)
from sandbox.services.codepipeline.actions.action import Action
from sandbox.services.codepipeline.state.declaration import ActionTypeId

ACTIONS: tuple[Action, ...] = (
    codecommit.SOURCE,
    codestar_source_connection.SOURCE,
    s3.SOURCE,
    codebuild.BUILD,
    codebuild.TEST,
    manual.APPROVAL,
    cloudformation.DEPLOY,
)
_BY_TYPE = {(action.category, action.owner, action.provider, action.version): action for action in ACTIONS}


def find_action(type_id: ActionTypeId) -> Action | None:
    return _BY_TYPE.get((type_id["category"], type_id["owner"], type_id["provider"], type_id["version"]))
