"""The Content-Security-Policy, put into words once: it is the same for every page. May import django-csp only."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class FixedPolicy(CSPMiddleware):
    """django-csp, which works the policy out for every response, asked only where a view or a script wants one of its own."""

    @cached_property
    def policy(self) -> str:
        return build_policy() or ""

    @cached_property
    def varies(self) -> bool:
        """Whether the settings ask for more than one policy for everything."""
        told = settings.CONTENT_SECURITY_POLICY
        return (
            settings.DEBUG or "EXCLUDE_URL_PREFIXES" in told or hasattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY")
        )

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if self.varies or HEADER in response or self._asks(request, response):
            return super().process_response(request, response)
        response[HEADER] = self.policy
        # Whoever asks for a nonce now is told that it comes too late.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response

    def _asks(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        return self.get_policy_parts(request, response) != PolicyParts() or hasattr(response, "_csp_exempt")
