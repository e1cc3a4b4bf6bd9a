"""Shared by all tests: slow machines are no reason for a property to fail."""

from hypothesis import settings

settings.register_profile("patient", deadline=None, max_examples=40)
settings.load_profile("patient")
