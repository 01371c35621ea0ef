"""The world of a proof: templates resolved to policies of principals and resources in several accounts."""
