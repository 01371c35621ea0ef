"""Seeds defects into good templates, to learn which of them the gate does not see."""
