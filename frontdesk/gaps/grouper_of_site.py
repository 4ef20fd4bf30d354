"""What groups the questions of the settings' site."""

from functools import partial

from frontdesk.encoder import open_chosen
from frontdesk.gaps.site_grouper import SiteGrouper
from frontdesk.settings import Settings


def make_grouper(settings: Settings) -> SiteGrouper:
    """Make the site's grouper; what it keeps lies where the record does."""
    return SiteGrouper(settings.server.data_dir, partial(open_chosen, settings.knowledge.encoder))
