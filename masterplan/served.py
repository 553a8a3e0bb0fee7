"""Where and for whom the app is served, as environment and configuration say: addresses, names, identity provider."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope

PROVIDER = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "COOKIE_SECRET")
FORWARDED = {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"}


@dataclass(frozen=True)
class Provider:
    """The identity provider (OpenID Connect), and where it sends people back to."""

    issuer: str
    client_id: str
    client_secret: str
    cookie_secret: str
    redirect_uri: str

    @property
    def secrets(self) -> dict[str, object]:
        """What Streamlit's own log-in asks for."""
        return {
            "auth": {
                "redirect_uri": self.redirect_uri,
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": f"{self.issuer}/.well-known/openid-configuration",
            }
        }


def provider(environment: Mapping[str, str] = os.environ) -> Provider | None:
    """The identity provider; None: there is none. Ends the process where only a part of it is said."""
    said = {name: environment.get(f"MASTERPLAN_OIDC_{name}", "").strip() for name in PROVIDER}
    if not any(said.values()):
        return None
    address = environment.get("MASTERPLAN_ADDRESS", "").strip().rstrip("/")
    missing = [f"MASTERPLAN_OIDC_{name}" for name, value in said.items() if not value]
    missing += [] if address else ["MASTERPLAN_ADDRESS"]
    if missing:
        sys.exit(f"Für die Anmeldung über einen Anmeldedienst fehlt noch: {', '.join(missing)}.")
    issuer = said["ISSUER"].rstrip("/")
    return Provider(
        issuer, said["CLIENT_ID"], said["CLIENT_SECRET"], said["COOKIE_SECRET"], f"{address}/oauth2callback"
    )


def names() -> frozenset[str]:
    """The names of hosts, beside this machine's own, under which the app may be asked for."""
    allowed = st.config.get_option("server.allowedHosts") or []
    said = re.split(r"[\s,]+", os.environ.get("MASTERPLAN_HOSTS", ""))
    return frozenset(name.casefold().rstrip(".") for name in (*said, *allowed) if name)


def is_for_others() -> bool:
    """Whether the app is meant for more than this machine."""
    return bool(names()) or not is_loopback(st.config.get_option("server.address"))


def is_demo_possible() -> bool:
    """Whether somebody may look at an example plan without logging in: only on this machine."""
    return not is_for_others() and provider() is None


def is_loopback(address: str | None) -> bool:
    """Whether an address is this machine's own. None (not known) is not."""
    if address is None:
        return False
    name = address.strip("[]").casefold()
    if name == "localhost":
        return True
    try:
        parsed = ip_address(name)
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return (mapped or parsed).is_loopback


def comes_from_here(scope: Scope) -> bool:
    """Whether a request came in on the loopback address, for this machine's own name, and through no proxy."""
    ends = [end for end in (scope.get("server"), scope.get("client")) if end]
    is_forwarded = any(name.lower() in FORWARDED for name, _ in scope["headers"])
    return (
        bool(ends)
        and not is_forwarded
        and all(is_loopback(end[0]) for end in ends)
        and all(is_loopback(name) for name in asked_names(scope))
    )


def is_named_rightly(scope: Scope) -> bool:
    """Whether a request is meant for a name that the app answers to."""
    asked = asked_names(scope)
    return bool(asked) and all(is_loopback(name) or name.casefold().rstrip(".") in names() for name in asked)


def asked_names(scope: Scope) -> list[str]:
    """The names of hosts that a request asks for."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return [re.sub(r":\d+$", "", host) for host in hosts]


def comes_from_a_foreign_page(scope: Scope) -> bool:
    """Whether a browser asks on behalf of another address's page for what only our own page needs.

    Streamlit itself would let any page of this machine in, and ask an outside server for this machine's name first.
    """
    headers = Headers(scope=scope)
    is_inner = scope["type"] == "websocket" or scope["path"].startswith(f"{base()}_stcore/")
    origin = headers.get("origin")
    return is_inner and origin is not None and origin.partition("://")[2] != headers.get("host")


def base() -> str:
    """What stands before every address of the app: ``/``, or ``/prefix/``."""
    prefix = (st.config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{prefix}/" if prefix else "/"


def cookie_path() -> str:
    """Where cookies of the app count."""
    return base().rstrip("/") or "/"
