"""Why a figure changed: exact breakdowns of the change between two periods."""
