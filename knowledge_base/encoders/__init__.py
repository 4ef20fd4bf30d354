"""What turns texts into vectors whose nearness is nearness in meaning."""
