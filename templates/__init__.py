"""The catalog's templates: what is published to everybody, and what accounts need before."""

from templates.foundations.hub import HUB
from templates.foundations.spoke_roles import SPOKE_ROLES
from templates.foundations.spoke_settings import SPOKE_SETTINGS
from templates.product import Foundation, Product
from templates.products.build_train import BUILD_TRAIN

PRODUCTS: tuple[Product, ...] = (BUILD_TRAIN,)
FOUNDATIONS: tuple[Foundation, ...] = (HUB, SPOKE_ROLES, SPOKE_SETTINGS)
