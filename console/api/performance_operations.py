"""The operations of the reports of service and complaints."""

from http import HTTPMethod
from typing import Any

from console.api import performance_reports
from console.api.operation import Operation
from console.api.performance_models import (
    ComplaintReportItem,
    PerformanceQuery,
    ServiceReportItem,
)
from domain.staff import Permission

PERFORMANCE_OPERATIONS: tuple[Operation[Any, Any], ...] = (
    Operation(
        name="get_service_report",
        method=HTTPMethod.GET,
        path="/reports/service",
        permission=Permission.SUPERVISE,
        summary="Read how promises were kept, what came and went, and where it hurts",
        query=PerformanceQuery,
        response=ServiceReportItem,
        handler=performance_reports.show_service,
    ),
    Operation(
        name="get_complaints_report",
        method=HTTPMethod.GET,
        path="/reports/complaints",
        permission=Permission.SUPERVISE,
        summary="Read what customers complained of, what became of it and what it cost",
        query=PerformanceQuery,
        response=ComplaintReportItem,
        handler=performance_reports.show_complaints,
    ),
)
