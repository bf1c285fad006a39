"""The Content-Security-Policy, put into words once: it is the same for every page. May import django-csp only."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class FixedPolicy(CSPMiddleware):
    """django-csp, which works the policy out for every response, asked only where a view or a script wants one of its own."""

    policy = ""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or HEADER in response or self._differs(request, response):
            return super().process_response(request, response)
        if not FixedPolicy.policy:
            FixedPolicy.policy = build_policy() or ""
        response[HEADER] = FixedPolicy.policy
        return response

    def _differs(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        asked = self.get_policy_parts(request, response) != PolicyParts()
        return asked or hasattr(response, "_csp_exempt") or hasattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY")
