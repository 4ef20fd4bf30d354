"""The operations on complaints, as lines of the table of all operations."""

from http import HTTPMethod
from typing import Any

from console.api import complaints
from console.api.complaint_models import ComplaintDetail, ComplaintPage, ResponsePreviewItem
from console.api.complaint_requests import (
    ComplaintListQuery,
    NewFindings,
    NewOwner,
    NewResponse,
    NewSeverity,
    NewStage,
    ResponseWords,
)
from console.api.operation import Operation, Query
from domain.staff import Permission

GET, POST = HTTPMethod.GET, HTTPMethod.POST
_ONE = "/complaints/{number}"

COMPLAINT_OPERATIONS: tuple[Operation[Any, Any], ...] = (
    Operation(
        name="list_complaints",
        method=GET,
        path="/complaints",
        permission=Permission.WORK,
        summary="List complaints, the newest first",
        query=ComplaintListQuery,
        response=ComplaintPage,
        handler=complaints.list_all,
    ),
    Operation(
        name="get_complaint",
        method=GET,
        path=_ONE,
        permission=Permission.WORK,
        summary="Read a complaint with its sum, its course and all that happened to it",
        query=Query,
        response=ComplaintDetail,
        handler=complaints.get_one,
    ),
    Operation(
        name="move_complaint",
        method=POST,
        path=f"{_ONE}/stage",
        permission=Permission.WORK,
        summary="Move a complaint into another stage",
        query=Query,
        body=NewStage,
        response=ComplaintDetail,
        handler=complaints.move,
        errors=(409,),
    ),
    Operation(
        name="grade_complaint",
        method=POST,
        path=f"{_ONE}/severity",
        permission=Permission.WORK,
        summary="Set how grave a complaint is, or have its sum count again",
        query=Query,
        body=NewSeverity,
        response=ComplaintDetail,
        handler=complaints.overrule,
        errors=(409,),
    ),
    Operation(
        name="assign_complaint",
        method=POST,
        path=f"{_ONE}/owner",
        permission=Permission.WORK,
        summary="Give a complaint to somebody, or take it back",
        query=Query,
        body=NewOwner,
        response=ComplaintDetail,
        handler=complaints.assign,
        errors=(409,),
    ),
    Operation(
        name="file_complaint",
        method=POST,
        path=f"{_ONE}/findings",
        permission=Permission.WORK,
        summary="Write down category, product, root cause and lessons",
        query=Query,
        body=NewFindings,
        response=ComplaintDetail,
        handler=complaints.file,
        errors=(409,),
    ),
    Operation(
        name="preview_response",
        method=POST,
        path=f"{_ONE}/response-preview",
        permission=Permission.WORK,
        summary="Show what a response would say; nothing is sent or given",
        query=Query,
        body=ResponseWords,
        response=ResponsePreviewItem,
        handler=complaints.preview,
    ),
    Operation(
        name="respond",
        method=POST,
        path=f"{_ONE}/respond",
        permission=Permission.WORK,
        summary="Send the customer an apology, an assurance and what is given, or nothing of it",
        query=Query,
        body=NewResponse,
        response=ComplaintDetail,
        status=201,
        handler=complaints.respond,
        errors=(409,),
    ),
)
