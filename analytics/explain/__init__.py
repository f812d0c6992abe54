"""Why a figure changed: exact breakdowns of the change between two periods; and what is usual for it."""
