"""What a production start refuses, each with the variable that mends it."""

from django.core.exceptions import ImproperlyConfigured

MINIMUM_KEY_LENGTH = 50


def refuse_unsafe_production(
    *, production: bool, debug: bool, secret_key: str, allowed_hosts: list[str], engine: str, demo: bool
) -> None:
    """Raise ImproperlyConfigured, naming every unsafe setting at once, where ``production`` is on."""
    if not production:
        return
    faults = []
    if debug:
        faults.append("DEBUG must be off")
    if len(secret_key) < MINIMUM_KEY_LENGTH or len(set(secret_key)) < 5 or secret_key.startswith("django-insecure-"):
        faults.append(f"SECRET_KEY must be a random text of at least {MINIMUM_KEY_LENGTH} characters")
    if not allowed_hosts or "*" in allowed_hosts:
        faults.append("ALLOWED_HOSTS must name the portal's host")
    if engine.endswith("sqlite3"):
        faults.append("DATABASE_URL must point to PostgreSQL")
    if demo:
        faults.append("DX_DEMO must be off")
    if faults:
        raise ImproperlyConfigured("DX_PRODUCTION is on, but: " + "; ".join(faults) + ".")
