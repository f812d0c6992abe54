"""A file that is not taken at all. Rows that are not taken are another matter: see `rejects`."""


class Refused(Exception):
    """Its text is a translated reason for the person who brought the file. Nothing was changed."""
