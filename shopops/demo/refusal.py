"""Why the demo cannot be made."""


class DemoRefused(Exception):
    """Its text says what stands in the way and what to do."""
