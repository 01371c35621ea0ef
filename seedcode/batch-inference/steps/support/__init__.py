"""What the steps are made of; nothing here needs more than AWS's scikit-learn image has."""
