"""The demo airline's own system: a small HTTP service with its own database.

It is what a company brings, and knows nothing of Frontdesk but docs/business-api.yaml.
"""
