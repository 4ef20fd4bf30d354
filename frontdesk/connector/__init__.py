"""The company's own system behind self-service, asked over HTTP; docs/connect-your-system.md."""
