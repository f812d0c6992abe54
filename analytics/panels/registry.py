"""Every panel by its key. Declared once, in a module named `panels`; drawn by one view, exported by another."""

from analytics.panels.types import Panel

PANELS: dict[str, Panel] = {}


class UnknownPanel(KeyError):
    """Asked for a key that nobody declared."""


def declare_panel(panel: Panel) -> Panel:
    """Register and return. Raises ValueError if the key is taken."""
    if panel.key in PANELS:
        raise ValueError(f"panel {panel.key} is declared twice")
    PANELS[panel.key] = panel
    return panel


def find_panel(key: str) -> Panel:
    """Raises UnknownPanel."""
    try:
        return PANELS[key]
    except KeyError:
        raise UnknownPanel(key) from None


def all_panels() -> tuple[Panel, ...]:
    """In order of declaration."""
    return tuple(PANELS.values())
