"""SageMaker's jobs: processes of this machine that see their files under /opt/ml, under the role that was passed."""
