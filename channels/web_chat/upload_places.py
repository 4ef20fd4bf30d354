"""How many files may be read at once: in all, and from one network."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from weakref import WeakValueDictionary

from channels.web_chat.settings import SocketLimits
from domain.errors import TooManyRequestsError


class UploadPlaces:
    """Places in which files are read; who finds none waits a little, and is sent away then."""

    def __init__(self, limits: SocketLimits) -> None:
        self._per_network = limits.uploads_per_network
        self._patience = limits.upload_wait_seconds
        self._all = asyncio.Semaphore(limits.uploads_at_once)
        # Each lives as long as somebody holds, or waits for, one of its places.
        self._networks: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def occupy(self, network: str) -> AsyncIterator[None]:
        """Hold a place.

        Raises:
            TooManyRequestsError: none became free in time.
        """
        own = self._networks.get(network)
        if own is None:
            own = self._networks[network] = asyncio.Semaphore(self._per_network)
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(self._patience):
                    await held.enter_async_context(own)
                    await held.enter_async_context(self._all)
            except TimeoutError:
                raise TooManyRequestsError(
                    "other files are on their way; send this one again in a few seconds",
                    retry_after=5,
                ) from None
            yield
