"""The WSGI entry that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from minato_dx.settings import chosen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen())

application = get_wsgi_application()
