"""SageMaker projects: Service Catalog launches under the permissions of the caller."""
