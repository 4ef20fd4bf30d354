"""What a template may not do."""

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from responders.rendering import ENVIRONMENT

pytestmark = pytest.mark.unit


def test_a_name_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string("{{ nobody_gave_this }}").render()


def test_a_template_cannot_reach_out_of_the_sandbox() -> None:
    with pytest.raises(SecurityError):
        ENVIRONMENT.from_string("{{ ().__class__.__base__.__subclasses__() }}").render()


def test_a_template_cannot_change_what_it_is_given() -> None:
    with pytest.raises(SecurityError):
        ENVIRONMENT.from_string("{{ things.append(1) }}").render(things=[])
