"""Another program is called, as often as it takes; what never goes through is put aside."""

from bot.tools import Tools
from crm_store.jobs import finish_job
from domain.jobs import Job


async def send_webhook(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Send what a step had to tell, under the same id each time.

    Raises:
        NotFoundError: the settings name the webhook no more.
        WebhookError: it did not take it; the job is tried again later.
    """
    name, body = job.payload["webhook"], job.payload["body"]
    await tools.webhooks.send(name, message_id=job.subject, body=body.encode())
    await tools.store.run(finish_job, job)
    return ()
