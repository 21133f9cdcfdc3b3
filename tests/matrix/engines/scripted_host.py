"""The mind of the tests' hosts, for hosts that are written in Python: it does what the page orders.

What the orders are is described in tests/contract/hosts/scripted.mjs, which this is a translation of.
"""

import json
import re

METHODS = ["auth", "pay", "getSession", "selectSession", "share"]


def usual(method, params):
    """What the host says to a request without orders."""
    if method == "auth":
        state = {"state": params["state"]} if "state" in params else {}
        return [{"result": {"err_code": 0, "code": "CODE", **state}}]
    result = {
        "hello": {"version": 1, "host": {"name": "Scripted", "version": "9.1"}, "methods": METHODS},
        "pay": {"trade_no": "201712023384923834"},
        "getSession": {"session_id": "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", "session_type": 1},
        "selectSession": {"session_id": "a:b", "session_type": 2},
        "share": {"code": 200, "error": ""},
    }.get(method)
    return [] if result is None else [{"result": result}]


def orders_of(params):
    """The orders that come with a request."""
    try:
        orders = json.loads(params.get("orders", params.get("app_id")))
    except (TypeError, ValueError):
        return {}
    return orders if isinstance(orders, dict) else {}


def rewritten(value, change):
    """A copy, in which each text is what `change` makes of it."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [rewritten(item, change) for item in value]
    if isinstance(value, dict):
        return {name: rewritten(item, change) for name, item in value.items()}
    return value


def shortened(text):
    """Long texts as the suite expects them in a report."""
    return f"{text[:3]}… ({len(text)})" if len(text) > 1000 else text


class ScriptedHost:
    """Takes JSON-RPC 2.0 messages."""

    def __init__(self):
        self.came = []
        self.held = {}

    def hear(self, text, say):
        """Takes a message, and calls `say` with the text of each reply, now or when a later message orders it."""
        message = json.loads(text)
        assert message["jsonrpc"] == "2.0"
        method = message["method"].removeprefix("vvchat.")
        params = message.get("params", {})
        request_id = message.get("id")
        orders = orders_of(params)

        def filled_in(word):
            if repeated := re.fullmatch(r"\$x\*(\d+)", word):
                return "x" * int(repeated[1])
            return request_id if word == "$id" else word

        def speak(sayings):
            for saying in rewritten(sayings, filled_in):
                if "value" in saying:
                    value = saying["value"]
                    say(value if isinstance(value, str) else json.dumps(value))
                else:
                    say(json.dumps({"jsonrpc": "2.0", "id": request_id, **saying}))

        if not orders.get("report"):
            heard = {"method": method, "params": params}
            self.came.append(rewritten(heard if request_id is None else {**heard, "id": request_id}, shortened))
        for late in self.held.pop(orders.get("release"), []):
            late()
        if orders.get("report"):
            report, self.came = json.dumps(self.came), []
            speak([{"result": {"code": 200, "error": report}}])
            return
        sayings = orders["say"] if "say" in orders else usual(method, params)
        if "hold" in orders:
            self.held.setdefault(orders["hold"], []).append(lambda: speak(sayings))
        else:
            speak(sayings)
