"""The second factor of an account: show it after the password, set one up by QR code, have codes for a lost device, take it away again."""

import base64
import time
from functools import wraps
from typing import Any

import qrcode
from axes.decorators import axes_dispatch
from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django_otp import login as keep_verified
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive import access
from events.admin.pages import View, onward, page


class TokenForm(forms.Form):
    """Six digits. Wrong ones are slowed down by the device itself, each failure doubling the wait."""

    token = forms.RegexField(
        r"^\s*\d{3}\s*\d{3}\s*$",
        label=gettext_lazy("Code of six digits"),
        error_messages={"invalid": gettext_lazy("The code has six digits: copy it from your authenticator")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_token(self) -> str:
        return "".join(self.cleaned_data["token"].split())


RECOVERY_CODES = 10
RENEWING = "renewing_%s"
"""Tells the fields of the two forms on the page apart."""


class AnyCodeForm(forms.Form):
    """The code of the device, or one of those kept for the day on which it is lost."""

    token = forms.RegexField(
        r"^\s*(\d{3}\s*\d{3}|[A-Za-z2-7]{4}[\s-]*[A-Za-z2-7]{4})\s*$",
        label=gettext_lazy("Code of six digits, or a recovery code"),
        error_messages={
            "invalid": gettext_lazy(
                "The code has six digits: copy it from your authenticator. A recovery code has eight letters and digits"
            )
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_token(self) -> str:
        return "".join(self.cleaned_data["token"].lower().replace("-", " ").split())


class PasswordForm(forms.Form):
    """Whoever changes how an account is guarded proves once more that it is theirs."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=password) is None:
            raise forms.ValidationError(_("This is not your password"))
        return password


class EnrolForm(PasswordForm, TokenForm):
    field_order = ("token", "password")


def with_password(view: View) -> View:
    """Active staff who have given their password; the second factor may still be missing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_active and request.user.is_staff):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request, *args, **kwargs)

    return never_cache(csrf_protect(guarded))


@with_password
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the account's device; without a device, lead to setting one up; once shown, tell how it stands."""
    user: Any = request.user
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is None or user.is_verified():
        return page(request, "second_factor", _("Second factor"), _standing(request, device))
    form = AnyCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        asked = device if token.isdecimal() else StaticDevice.objects.filter(user=user, confirmed=True).first()
        if asked is not None and (found := verify_token(user, asked.persistent_id, token)):
            request.session.cycle_key()
            keep_verified(request, found)
            if asked is not device:
                left = {"left": _codes_left(user)}
                messages.warning(request, _("This recovery code is used up; %(left)d are left.") % left)
            return redirect(onward(request))
        form.add_error("token", _wrong(asked) if asked is not None else _("This account has no recovery codes"))
    return page(request, "second_factor_ask", _("Second factor"), {"form": form, "next": onward(request)})


@axes_dispatch
@with_password
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password once more, before what an unlocked screen must not be enough for."""
    form = PasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session[access.CONFIRMED] = time.time()
        return redirect(onward(request))
    return page(request, "confirm", _("Is it still you?"), {"form": form, "next": onward(request)})


@axes_dispatch
@with_password
def enrol(request: HttpRequest) -> HttpResponse:
    """Show a QR code, and keep the device once a code made with it has come back."""
    user: Any = request.user
    if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        return redirect("desk:second-factor")
    device, _new = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "authenticator"})
    form = EnrolForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if found := verify_token(user, device.persistent_id, form.cleaned_data["token"]):
            TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
            found.confirmed = True
            request.session.cycle_key()
            keep_verified(request, found)
            messages.success(request, _("From now on a code is asked after your password."))
            return _show_codes(request)
        form.add_error("token", _wrong(device))
    key = base64.b32encode(device.bin_key).decode()
    context = {
        "form": form,
        "key": " ".join(key[n : n + 4] for n in range(0, len(key), 4)),
        **qr_path(device.config_url),
    }
    return page(request, "second_factor_enrol", _("Set up a second factor"), context)


@axes_dispatch
@with_password
def recovery(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes in place of the old: only with the factor shown and the password given once more."""
    if access.lacks_second_factor(request):
        return redirect_to_login(request.get_full_path(), reverse("desk:second-factor"))
    device = TOTPDevice.objects.filter(user=request.user.pk, confirmed=True).first()
    form = PasswordForm(request, request.POST or None, auto_id=RENEWING)
    if device is not None and request.method == "POST" and form.is_valid():
        return _show_codes(request)
    return page(request, "second_factor", _("Second factor"), _standing(request, device) | {"renewing": form})


def _show_codes(request: HttpRequest) -> HttpResponse:
    """New codes, shown this once; each lets in once."""
    user: Any = request.user
    with transaction.atomic():
        device, _new = StaticDevice.objects.get_or_create(user=user, name="recovery")
        device.token_set.all().delete()
        codes = [StaticToken.random_token() for _n in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    shown = [f"{code[:4]}-{code[4:]}" for code in codes]
    return page(request, "second_factor_codes", _("Recovery codes"), {"codes": shown})


def _codes_left(user: Any) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def _standing(request: HttpRequest, device: TOTPDevice | None) -> dict[str, Any]:
    """How the account is guarded, with the forms that change it."""
    left = _codes_left(request.user)
    return {
        "device": device,
        "left": left,
        "form": PasswordForm(request),
        "renewing": PasswordForm(request, auto_id=RENEWING),
    }


def remove(user: Any) -> None:
    """Take everything away but the password: recovery codes are for a device that is there."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


@axes_dispatch
@with_password
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the account's device away: only with the factor shown and the password given once more."""
    if access.lacks_second_factor(request):
        return redirect_to_login(request.get_full_path(), reverse("desk:second-factor"))
    form = PasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        remove(request.user)
        messages.success(request, _("The second factor is gone: your password alone lets you in."))
        return redirect("desk:second-factor")
    device = TOTPDevice.objects.filter(user=request.user.pk, confirmed=True).first()
    return page(request, "second_factor", _("Second factor"), _standing(request, device) | {"form": form})


def qr_path(text: str) -> dict[str, Any]:
    """A QR code as one SVG path of unit squares, and its size: needs neither a picture nor a style of its own."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    matrix = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return {"qr_path": path, "qr_size": len(matrix)}


def _wrong(device: TOTPDevice | StaticDevice) -> str:
    device.refresh_from_db()
    allowed, why = device.verify_is_allowed()
    if isinstance(device, StaticDevice):
        told = _("This is none of your recovery codes, or it is used up")
    else:
        told = _("This code is not the present one: wait for the next and try again")
    if allowed:
        return told
    wait = max(1, round(why["locked_until"].timestamp() - device.throttling_failure_timestamp.timestamp()))
    return f"{told}. " + _("Too many wrong codes: wait %(seconds)d seconds") % {"seconds": wait}
