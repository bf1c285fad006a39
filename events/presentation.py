"""What templates may call besides plain values: functions and filters of the Jinja2 environment. May import the pure layers."""

from collections.abc import Callable
from typing import Any

GLOBALS: dict[str, Any] = {}
FILTERS: dict[str, Callable[..., Any]] = {}
