"""Every seed's own tests pass where a user has them: in a copy of its folder elsewhere."""


def test_own_tests_pass_from_a_copy_elsewhere(copied, run):
    ended = run("-m", "pytest", "-p", "no:cacheprovider", folder=copied)
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-1000:]
