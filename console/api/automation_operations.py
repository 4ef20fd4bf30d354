"""The operations on rules, macros and triggers, as lines of the table of all operations."""

from collections.abc import Iterator
from http import HTTPMethod
from typing import Any

from console.api import conversation_tags
from console.api.automation_models import (
    AutomationHistory,
    AutomationList,
    AutomationRemovalQuery,
    DryRunItem,
    NewAutomation,
    NewAutomationOrder,
    NewAutomationPlace,
    NewDryRun,
    NewMacroRun,
    NewRollback,
    NewSwitch,
    NewTags,
    RemovedAutomation,
)
from console.api.automations import AutomationHandlers
from console.api.conversation_models import ConversationDetail
from console.api.operation import Operation, Query
from domain.automations import AutomationKind
from domain.staff import Permission

GET, POST, PUT, DELETE = HTTPMethod.GET, HTTPMethod.POST, HTTPMethod.PUT, HTTPMethod.DELETE
_CONVERSATION = "/conversations/{reference}"


def _list_operations(kind: AutomationKind) -> Iterator[Operation[Any, Any]]:
    handlers, what = AutomationHandlers(kind), kind.value
    every = f"/routing/{what}s"
    one = f"{every}/{{name}}"
    yield Operation(
        name=f"list_{what}s",
        method=GET,
        path=every,
        permission=Permission.WORK,
        summary=f"List all {what}s in their order, with what is odd about each",
        query=Query,
        response=AutomationList,
        handler=handlers.list_all,
    )
    yield Operation(
        name=f"order_{what}s",
        method=POST,
        path=f"{every}/order",
        permission=Permission.SUPERVISE,
        summary=f"Put all {what}s in an order",
        query=Query,
        body=NewAutomationOrder,
        response=AutomationList,
        handler=handlers.order,
        errors=(409,),
    )
    yield Operation(
        name=f"get_{what}",
        method=GET,
        path=one,
        permission=Permission.WORK,
        summary=f"Read a {what} with its versions",
        query=Query,
        response=AutomationHistory,
        handler=handlers.get_one,
    )
    yield Operation(
        name=f"put_{what}",
        method=PUT,
        path=one,
        permission=Permission.SUPERVISE,
        summary=f"Write a {what}; a new one is switched off unless it says otherwise",
        query=Query,
        body=NewAutomation,
        response=AutomationHistory,
        handler=handlers.put,
        errors=(409,),
    )
    yield Operation(
        name=f"delete_{what}",
        method=DELETE,
        path=one,
        permission=Permission.SUPERVISE,
        summary=f"Take a {what} away; what it did stays on record",
        query=AutomationRemovalQuery,
        response=RemovedAutomation,
        handler=handlers.delete,
        errors=(409,),
    )
    yield Operation(
        name=f"list_{what}_versions",
        method=GET,
        path=f"{one}/versions",
        permission=Permission.WORK,
        summary=f"Read a {what} with its versions, the newest first",
        query=Query,
        response=AutomationHistory,
        handler=handlers.get_one,
    )
    yield Operation(
        name=f"roll_{what}_back",
        method=POST,
        path=f"{one}/versions",
        permission=Permission.SUPERVISE,
        summary=f"Make an old version of a {what} the next one",
        query=Query,
        body=NewRollback,
        response=AutomationHistory,
        handler=handlers.roll_back,
        errors=(409,),
    )
    yield Operation(
        name=f"move_{what}",
        method=POST,
        path=f"{one}/move",
        permission=Permission.SUPERVISE,
        summary=f"Have a {what} stand earlier or later",
        query=Query,
        body=NewAutomationPlace,
        response=AutomationList,
        handler=handlers.move,
        errors=(409,),
    )
    yield Operation(
        name=f"switch_{what}",
        method=POST,
        path=f"{one}/switch",
        permission=Permission.SUPERVISE,
        summary=f"Switch a {what} on or off",
        query=Query,
        body=NewSwitch,
        response=AutomationHistory,
        handler=handlers.switch,
        errors=(409,),
    )
    if kind is not AutomationKind.MACRO:
        yield Operation(
            name=f"try_{what}",
            method=POST,
            path=f"{one}/dry-run",
            permission=Permission.SUPERVISE,
            summary=f"Tell what a {what} would have done; nothing is changed",
            query=Query,
            body=NewDryRun,
            response=DryRunItem,
            handler=handlers.dry_run,
            errors=(409,),
        )


AUTOMATION_OPERATIONS: tuple[Operation[Any, Any], ...] = (
    *(operation for kind in AutomationKind for operation in _list_operations(kind)),
    Operation(
        name="run_macro",
        method=POST,
        path=f"{_CONVERSATION}/macros",
        permission=Permission.WORK,
        summary="Do a macro to a conversation: all of it, or nothing",
        query=Query,
        body=NewMacroRun,
        response=ConversationDetail,
        handler=conversation_tags.run_macro,
        errors=(409,),
    ),
    Operation(
        name="tag",
        method=POST,
        path=f"{_CONVERSATION}/tags",
        permission=Permission.WORK,
        summary="Tag a conversation, or take tags off",
        query=Query,
        body=NewTags,
        response=ConversationDetail,
        handler=conversation_tags.tag,
        errors=(409,),
    ),
)
