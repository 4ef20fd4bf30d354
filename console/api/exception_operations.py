"""The operations about what needs a supervisor."""

from http import HTTPMethod
from typing import Any, Final

from console.api import exceptions
from console.api.exception_models import ExceptionPage, ExceptionReportQuery
from console.api.operation import Operation
from domain.staff import Permission

EXCEPTION_OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    Operation(
        name="report_exceptions",
        method=HTTPMethod.GET,
        path="/reports/exceptions",
        permission=Permission.SUPERVISE,
        summary="List what needs a supervisor now, the oldest first, each with its why",
        query=ExceptionReportQuery,
        response=ExceptionPage,
        handler=exceptions.report_exceptions,
    ),
)
