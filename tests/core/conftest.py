"""A busy machine is no counter-example: the time an example takes is not judged."""

from hypothesis import settings

settings.register_profile("portal", deadline=None)
settings.load_profile("portal")
