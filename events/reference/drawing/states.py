"""The codes that `make world` draws by: what Natural Earth's numbers stand for, and which states of today a former one became."""

import json

import pycountry

from events.states import all_states, by_code


def _today(code: str) -> set[str]:
    """The states of today that a state became; Kosovo was part of Serbia, whose successor table does not name it."""
    successors = by_code()[code].successors
    if not successors:
        return {code}
    found = {today for successor in successors for today in _today(successor)}
    return found | {"XK"} if code in {"YUCS", "CSXX"} else found


if __name__ == "__main__":
    codes = {country.numeric: country.alpha_2 for country in pycountry.countries}
    former = {state.code: sorted(_today(state.code)) for state in all_states() if state.valid_to}
    print(json.dumps({"codes": codes, "former": former}))  # noqa: T201  for world.mjs to read
