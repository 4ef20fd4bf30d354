"""Which people are trained for what the customer writes about."""

from dataclasses import replace

from domain.decisions import Understanding
from domain.errors import NotFoundError
from domain.routing import QueueTopics, Situation

# Below this sum of confidences the topics of the matches are noise rather than a hint.
LEAST_WEIGHT = 0.4
# What is a little like everything is about nothing in particular.
LEAST_SHARE = 0.5


def choose_queue(understanding: Understanding, queues: tuple[QueueTopics, ...]) -> tuple[str, str]:
    """Choose the queue for a matter and say why.

    The topic decides; without one, the topics of the article matches do, weighed by confidence;
    what fits no queue goes to the default queue.

    Returns:
        The queue's name, and the reason as a sentence.

    Raises:
        NotFoundError: there is no queue at all.
    """
    if not queues:
        raise NotFoundError("there is no staff queue; create at least one")
    if understanding.topic is not None:
        return _by_topic(understanding.topic, queues)
    return _by_matches(understanding, queues)


def find_matter(situation: Situation) -> Understanding:
    """Find what a matter is about, where the message itself does not tell.

    What was asked first tells, or else the form that the customer is in the middle of, or else the
    article that they were answered with.
    """
    understanding, pending, form = situation.understanding, situation.pending, situation.form
    asked = None if pending is None else pending.topic
    begun = None if form is None or form.elsewhere else form.topic
    answered = None if situation.answered is None else situation.answered.topic
    topic = understanding.topic or asked or begun or answered
    return understanding if topic == understanding.topic else replace(understanding, topic=topic)


def _by_topic(topic: str, queues: tuple[QueueTopics, ...]) -> tuple[str, str]:
    for queue in queues:
        if _covers(queue, topic):
            return queue.name, f"Queue '{queue.name}' is trained for the topic '{topic}'."
    name = _default(queues)
    return name, f"No queue is trained for the topic '{topic}', so '{name}' takes it."


def _by_matches(understanding: Understanding, queues: tuple[QueueTopics, ...]) -> tuple[str, str]:
    weights = {queue.name: _weight(queue, understanding) for queue in queues}
    best = max(weights, key=lambda name: weights[name])
    total = sum(match.confidence for match in understanding.matches)
    if weights[best] >= max(LEAST_WEIGHT, LEAST_SHARE * total):
        return best, f"Queue '{best}' is trained for the topics of the closest articles."
    name = _default(queues)
    return name, f"The topic is not known, so '{name}' takes it."


def _weight(queue: QueueTopics, understanding: Understanding) -> float:
    return sum(
        match.confidence
        for match in understanding.matches
        if match.topic is not None and _covers(queue, match.topic)
    )


def _covers(queue: QueueTopics, topic: str) -> bool:
    return topic.casefold() in {own.casefold() for own in queue.topics}


def _default(queues: tuple[QueueTopics, ...]) -> str:
    return next((queue.name for queue in queues if queue.default), queues[0].name)
