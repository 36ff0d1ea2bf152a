"""Superset: a page that is made from the published file, and a way to start it."""
