"""The wire: what requests and answers look like. Every schema refuses members that it does not know."""
