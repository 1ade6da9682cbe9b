"""hytte: a self-hosted rental marketplace behind an HTTP API."""

__version__ = "0.1.0"
