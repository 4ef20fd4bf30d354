"""Which tests of both engines run on the second one by `make test-all` alone."""

import pytest

# Where what is tested asks nothing of the record that other tests do not ask of both engines.
SLOW_ON_POSTGRES = pytest.mark.parametrize(
    "database_url",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)],
    indirect=True,
)
