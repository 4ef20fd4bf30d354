"""Every self-service action there is; to add one, write its file and add its line."""

from bot.actions.appointment import APPOINTMENT
from bot.actions.change_contact import CHANGE_CONTACT
from bot.actions.check_in import CHECK_IN
from bot.actions.complaint import COMPLAINT
from bot.actions.contract import SelfService
from bot.actions.flight_status import FLIGHT_STATUS
from bot.actions.look_up import LOOK_UP
from bot.actions.opt_out import OPT_IN, OPT_OUT
from bot.actions.order_status import ORDER_STATUS
from bot.actions.product_return import PRODUCT_RETURN
from bot.actions.request_status import REQUEST_STATUS
from bot.actions.talk_to_person import TALK_TO_PERSON

ACTIONS: tuple[SelfService, ...] = (
    CHECK_IN,
    FLIGHT_STATUS,
    LOOK_UP,
    ORDER_STATUS,
    PRODUCT_RETURN,
    APPOINTMENT,
    CHANGE_CONTACT,
    REQUEST_STATUS,
    COMPLAINT,
    OPT_OUT,
    OPT_IN,
    TALK_TO_PERSON,
)
