"""What if: simulations of the desk with other people or other work."""

from typing import Final

from console.pages.simulator import page
from console.route import Route
from domain.staff import Permission

SUPERVISE: Final = Permission.SUPERVISE
# A field for each of the people that may be left out.
_MOST_FIELDS: Final = 2_200
_ONE: Final = f"{page.PAGE}/{{id}}"

SIMULATOR_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", page.PAGE, page.show_simulator, SUPERVISE),
    Route("POST", page.PAGE, page.start, SUPERVISE, most_fields=_MOST_FIELDS),
    Route("POST", f"{page.PAGE}/file", page.send_file, SUPERVISE, files=True),
    Route("GET", _ONE, page.show_simulation, SUPERVISE),
    Route("POST", f"{_ONE}/stop", page.stop, SUPERVISE),
    Route("GET", f"{_ONE}/scenario.json", page.save_scenario, SUPERVISE),
)
