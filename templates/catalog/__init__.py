"""The catalog's own stack: portfolios, their products with every version, and the constraints between them."""
