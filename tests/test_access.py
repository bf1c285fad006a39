"""The door of the admin: wrong passwords are slowed, a second factor is asked of whoever has one, roles hold."""

import re
import subprocess
import sys
import time
from binascii import unhexlify

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive import access
from tests.conftest import environment

PASSWORD = "correct horse battery"
LOGIN, INDEX, FACTOR = "/admin/login/", "/admin/", "/admin/second-factor/"


@pytest.fixture
def member(archive):
    user = get_user_model().objects.create_user("vera", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="curator"))
    return user


def visitor(**headers: str) -> Client:
    return Client(headers={"host": "localhost", **headers})


def log_in(client: Client, password: str = PASSWORD, name: str = "vera"):
    return client.post(LOGIN, {"username": name, "password": password, "next": INDEX})


def code(device: TOTPDevice) -> str:
    totp = TOTP(unhexlify(device.key))
    totp.time = time.time()
    return f"{totp.token():06d}"


def test_the_door_says_what_it_is(db):
    assert "<h1>Log in</h1>" in visitor().get(LOGIN).content.decode()


def test_the_tenth_wrong_password_closes_the_door_to_that_address_alone(member):
    client = visitor()
    for _ in range(9):
        assert log_in(client, "wrong").status_code == 200
    refused = log_in(client, "wrong")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "900"
    assert "Try again in 15 minutes" in refused.content.decode()
    assert log_in(client).status_code == 429, "the right password too"
    elsewhere = visitor()
    elsewhere.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert log_in(elsewhere).status_code == 302


def test_the_door_opens_again_after_a_quarter_of_an_hour(member):
    with time_machine.travel("2026-03-01T12:00:00+00:00", tick=False):
        for _ in range(10):
            log_in(visitor(), "wrong")
        assert log_in(visitor()).status_code == 429
    with time_machine.travel("2026-03-01T12:15:01+00:00", tick=False):
        assert log_in(visitor()).status_code == 302


@pytest.mark.parametrize(
    ("https", "forwarded", "address"),
    [
        (False, "203.0.113.5", "192.0.2.1"),
        (True, "198.51.100.9, 203.0.113.5", "203.0.113.5"),
        (True, "", "192.0.2.1"),
    ],
    ids=["without a proxy the header is the visitor's own word", "the proxy's word is the last", "no header"],
)
def test_the_address_is_the_one_that_the_proxy_saw(https, forwarded, address):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(HTTPS=https):
        assert access.client_address(request) == address


def test_cookies_of_a_session_stay_in_the_admin(member):
    answer = log_in(visitor())
    session = answer.cookies["sessionid"]
    assert (session["path"], session["httponly"], session["samesite"]) == ("/admin/", True, "Lax")
    assert session["max-age"] == "", "gone with the browser"


def test_a_second_factor_is_set_up_by_code_and_password_and_asked_ever_after(member):
    client = visitor()
    log_in(client)
    shown = client.get(reverse("desk:second-factor-enrol")).content.decode()
    assert '<svg class="desk-qr"' in shown
    assert "style=" not in shown
    device = TOTPDevice.objects.get(user=member)
    assert not device.confirmed
    refused = client.post(reverse("desk:second-factor-enrol"), {"token": code(device), "password": "wrong"})
    assert "This is not your password" in refused.content.decode()
    done = client.post(reverse("desk:second-factor-enrol"), {"token": code(device), "password": PASSWORD})
    assert done.status_code == 200
    assert len(codes(done)) == 10
    assert client.get(INDEX).status_code == 200

    other = visitor()
    log_in(other)
    turned = other.get("/admin/events/event/")
    assert turned.status_code == 302
    assert turned["Location"].startswith(FACTOR)
    for address in ("/admin/second-factor/set-up/", "/admin/second-factor/withdraw/", "/admin/second-factor/recovery/"):
        assert other.get(address)["Location"].startswith(FACTOR), "the password alone changes nothing"
    wrong = other.post(FACTOR, {"token": "000000", "next": "/admin/events/event/"})
    assert "not the present one" in wrong.content.decode()
    with time_machine.travel(time.time() + 60, tick=False):
        right = other.post(FACTOR, {"token": code(device), "next": "/admin/events/event/"})
        assert right["Location"] == "/admin/events/event/"
        assert other.get("/admin/events/event/").status_code == 200


def enrolled(member) -> tuple[Client, TOTPDevice, list[str]]:
    """A curator who has just set a second factor up, and the recovery codes that were shown."""
    client = visitor()
    log_in(client)
    client.get(reverse("desk:second-factor-enrol"))
    device = TOTPDevice.objects.get(user=member)
    shown = client.post(reverse("desk:second-factor-enrol"), {"token": code(device), "password": PASSWORD})
    return client, device, codes(shown)


def codes(page) -> list[str]:
    return re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", page.content.decode())


def test_a_recovery_code_lets_in_once_in_place_of_a_lost_device(member):
    _client, _device, (first, second, *_rest) = enrolled(member)
    lost = visitor()
    log_in(lost)
    answer = lost.post(FACTOR, {"token": f" {first.upper()} ", "next": "/admin/events/event/"})
    assert answer["Location"] == "/admin/events/event/"
    assert "9 are left" in lost.get("/admin/events/event/").content.decode()
    again = visitor()
    log_in(again)
    refused = again.post(FACTOR, {"token": first}).content.decode()
    assert "none of your recovery codes, or it is used up" in refused
    with time_machine.travel(time.time() + 60, tick=False):
        assert again.post(FACTOR, {"token": second.replace("-", "")})["Location"] == INDEX


def test_wrong_recovery_codes_are_slowed(member):
    _client, _device, (right, *_rest) = enrolled(member)
    guesser = visitor()
    log_in(guesser)
    for _ in range(3):
        answer = guesser.post(FACTOR, {"token": "aaaa-aaaa"})
    assert "Too many wrong codes: wait" in answer.content.decode()
    assert guesser.post(FACTOR, {"token": right}).status_code == 200, "not even the right one, so soon"


def test_new_recovery_codes_need_the_password_and_end_the_old(member):
    client, _device, old = enrolled(member)
    address = reverse("desk:second-factor-recovery")
    assert "10 codes are left" in client.get(FACTOR).content.decode()
    assert codes(client.post(address, {"password": "wrong"})) == []
    new = codes(client.post(address, {"password": PASSWORD}))
    assert len(new) == 10
    assert not set(new) & set(old)
    lost = visitor()
    log_in(lost)
    assert lost.post(FACTOR, {"token": old[0]}).status_code == 200
    with time_machine.travel(time.time() + 60, tick=False):
        assert lost.post(FACTOR, {"token": new[0]}).status_code == 302


def test_an_account_without_recovery_codes_says_so(member):
    TOTPDevice.objects.create(user=member, name="a")
    client = visitor()
    log_in(client)
    assert "no recovery codes" in client.post(FACTOR, {"token": "aaaa-aaaa"}).content.decode()
    assert "six digits" in client.post(FACTOR, {"token": "12"}).content.decode()


def test_after_the_code_nobody_is_sent_to_another_site(member):
    device = TOTPDevice.objects.create(user=member, name="a")
    client = visitor()
    log_in(client)
    assert client.post(FACTOR, {"token": code(device), "next": "https://evil.example/"})["Location"] == INDEX


def test_whoever_lacks_the_code_may_still_log_out(member):
    TOTPDevice.objects.create(user=member, name="a")
    client = visitor()
    log_in(client)
    assert client.post("/admin/logout/").status_code == 200
    assert client.get(INDEX)["Location"].startswith(LOGIN)


@override_settings(REQUIRE_OTP=True)
def test_an_archive_can_ask_a_second_factor_of_everyone(member):
    client = visitor()
    log_in(client)
    assert client.get(INDEX)["Location"].startswith(FACTOR)
    assert "Set one up" in client.get(FACTOR).content.decode()


def test_the_device_goes_only_with_the_password(member):
    device = TOTPDevice.objects.create(user=member, name="a")
    client = visitor()
    log_in(client)
    client.post(FACTOR, {"token": code(device)})
    client.post("/admin/second-factor/withdraw/", {"password": "wrong"})
    assert TOTPDevice.objects.filter(user=member).exists()
    client.post("/admin/second-factor/withdraw/", {"password": PASSWORD})
    assert not TOTPDevice.objects.filter(user=member).exists()


def test_recovery_codes_go_with_the_device(member):
    client, _device, _codes = enrolled(member)
    client.post("/admin/second-factor/withdraw/", {"password": PASSWORD})
    assert not StaticDevice.objects.exists()
    alone = visitor()
    log_in(alone)
    assert alone.get(INDEX).status_code == 200


@pytest.fixture
def administrator(archive):
    user = get_user_model().objects.create_user("adele", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="administrator"))
    client = visitor()
    client.force_login(user)
    return client


def test_an_administrator_makes_accounts_and_gives_roles_but_no_superuser(administrator, member):
    address = f"/admin/auth/user/{member.pk}/change/"
    editor = Group.objects.get(name="editor")
    form = {"username": "vera", "is_active": "on", "is_staff": "on", "groups": [editor.pk]}
    assert administrator.post(address, {**form, "is_superuser": "on", "user_permissions": [1]}).status_code == 302
    member.refresh_from_db()
    assert [g.name for g in member.groups.all()] == ["editor"]
    assert not member.is_superuser
    assert not member.user_permissions.exists()


def test_an_unlocked_screen_is_not_enough_to_change_accounts(administrator, member):
    address = f"/admin/auth/user/{member.pk}/change/"
    with time_machine.travel(time.time() + 31 * 60, tick=False):
        for place in (address, address.replace("change", "delete"), address.replace("change", "password")):
            assert administrator.get(place)["Location"].startswith("/admin/confirm/"), place
        assert administrator.post(address, {"username": "mine"})["Location"].startswith("/admin/confirm/")
        ask = f"/admin/confirm/?next={address}"
        assert "not your password" in administrator.post(ask, {"password": "wrong"}).content.decode()
        assert administrator.post(ask, {"password": PASSWORD})["Location"] == address
        assert administrator.get(address).status_code == 200
    member.refresh_from_db()
    assert member.username == "vera"


def test_an_administrator_does_not_touch_a_superuser(administrator):
    root = get_user_model().objects.create_superuser("root", password=PASSWORD)
    assert administrator.post(f"/admin/auth/user/{root.pk}/change/", {"username": "mine"}).status_code == 403
    assert administrator.get(f"/admin/auth/user/{root.pk}/password/").status_code == 403
    assert administrator.post(f"/admin/auth/user/{root.pk}/delete/", {"post": "yes"}).status_code == 403
    root.refresh_from_db()
    assert root.username == "root"


def test_an_administrator_helps_whoever_lost_the_device(administrator, member):
    device = TOTPDevice.objects.create(user=member, name="a")
    page = administrator.get(f"/admin/otp_totp/totpdevice/{device.pk}/change/").content.decode()
    assert device.key not in page
    recovery = StaticDevice.objects.create(user=member, name="recovery")
    StaticToken.objects.create(device=recovery, token="aaaaaaaa")
    assert administrator.get("/admin/otp_static/staticdevice/").status_code == 404
    administrator.post(f"/admin/otp_totp/totpdevice/{device.pk}/delete/", {"post": "yes"})
    assert not TOTPDevice.objects.exists()
    client = visitor()
    log_in(client)
    assert client.get(INDEX).status_code == 200, "a code for a device that is gone would lock the owner out"


def test_a_curator_sees_no_accounts(member):
    client = visitor()
    client.force_login(member)
    for address in (
        "/admin/auth/user/",
        "/admin/auth/group/",
        "/admin/otp_totp/totpdevice/",
        "/admin/axes/accessattempt/",
    ):
        assert client.get(address).status_code == 403


def test_a_public_archive_needs_nothing_of_the_desk(committed_archive):
    """No admin, no tables of what guards it, and the database is not written."""
    asks = (
        "from django.test import Client; from django.conf import settings; from django.db import connection\n"
        "client = Client(headers={'host': 'localhost'})\n"
        "guards = [app for app in settings.INSTALLED_APPS if app.startswith(('axes', 'django_otp', 'archive'))]\n"
        "print(client.get('/').status_code, client.get('/admin/').status_code, client.get('/admin/login/').status_code, guards)"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", asks],
        env={**environment(), "ARCHIVE_PUBLIC_ONLY": "1", "DJANGO_DEBUG": "1"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split("\n")[-2] == "200 404 404 []", done.stderr
