"""The catalog's templates: products that people launch, and foundations that accounts need first."""

from templates.foundations.hub_assets import HUB_ASSETS
from templates.foundations.publisher import PUBLISHER
from templates.foundations.spoke_roles import SPOKE_ROLES
from templates.foundations.spoke_settings import SPOKE_SETTINGS
from templates.foundations.stage_roles import STAGE_ROLES
from templates.foundations.target import TARGET
from templates.foundations.target_cleanup import TARGET_CLEANUP
from templates.foundations.team import TEAM_ROLES
from templates.product import Foundation, Product
from templates.products.build_train import BUILD_TRAIN
from templates.products.build_train_deploy import BUILD_TRAIN_DEPLOY
from templates.products.deploy import DEPLOY
from templates.products.studio_domain import STUDIO_DOMAIN
from templates.products.studio_user_profile import STUDIO_USER_PROFILE

PRODUCTS: tuple[Product, ...] = (
    BUILD_TRAIN,
    DEPLOY,
    BUILD_TRAIN_DEPLOY,
    STUDIO_DOMAIN,
    STUDIO_USER_PROFILE,
)
FOUNDATIONS: tuple[Foundation, ...] = (
    PUBLISHER,
    HUB_ASSETS,
    SPOKE_ROLES,
    SPOKE_SETTINGS,
    TARGET,
    TARGET_CLEANUP,
    STAGE_ROLES,
    TEAM_ROLES,
)
