"""Pages of figures, a file a subject."""
