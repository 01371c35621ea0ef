"""Policy documents as AWS checks them when they are stored: IAM's, trust policies and policies of resources."""
