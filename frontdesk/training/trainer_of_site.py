"""What trains matchers for the settings' site, in whichever process."""

from functools import partial

from crm_store.store import Store
from frontdesk.encoder import open_chosen
from frontdesk.settings import Settings
from frontdesk.training.index_file import IndexFile
from frontdesk.training.site_trainer import SiteTrainer


def make_trainer(settings: Settings, store: Store, *, secret: str) -> SiteTrainer:
    """Make the site's trainer.

    Args:
        secret: the key that signs what is kept of a training.
    """
    kept = IndexFile(folder=settings.server.data_dir, secret=secret, site=settings.database.url)
    return SiteTrainer(store, kept, partial(open_chosen, settings.knowledge.encoder))
