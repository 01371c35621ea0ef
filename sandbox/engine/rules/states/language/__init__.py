"""The Amazon States Language in its JSONPath form: paths, intrinsic functions, payload templates, choice rules."""
