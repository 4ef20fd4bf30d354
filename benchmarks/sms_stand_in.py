"""The stand-in that takes the texts Frontdesk sends; prints its port."""

import asyncio

from benchmarks.serving import serve
from demo.sms_provider import ProviderAuth, make_sms_provider
from frontdesk.system import SystemClock, SystemIds
from tests.end_to_end.processes import ACCOUNT_SID, AUTH_TOKEN


async def main() -> None:
    """Serve until the process is ended."""
    auth = ProviderAuth(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN)
    await serve(make_sms_provider(auth, SystemIds(SystemClock())))


if __name__ == "__main__":
    asyncio.run(main())
