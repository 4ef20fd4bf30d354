"""The operations of what comes after complaints."""

from http import HTTPMethod
from typing import Any

from console.api.operation import Operation
from console.api.recovery_report import (
    CustomersAtRisk,
    RecoveryQuery,
    RepeatComplainers,
    list_at_risk,
    list_repeat,
)
from domain.staff import Permission

RECOVERY_OPERATIONS: tuple[Operation[Any, Any], ...] = (
    Operation(
        name="list_customers_at_risk",
        method=HTTPMethod.GET,
        path="/reports/customers-at-risk",
        permission=Permission.SUPERVISE,
        summary="List customers in danger of being lost, whoever is most first",
        query=RecoveryQuery,
        response=CustomersAtRisk,
        handler=list_at_risk,
    ),
    Operation(
        name="list_repeat_complainers",
        method=HTTPMethod.GET,
        path="/reports/repeat-complainers",
        permission=Permission.SUPERVISE,
        summary="List customers who complained several times, whoever did most first",
        query=RecoveryQuery,
        response=RepeatComplainers,
        handler=list_repeat,
    ),
)
