"""What every request passes before it is routed: pure ASGI, each one a short class."""
