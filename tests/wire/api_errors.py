"""Discord's error answers, by their documented codes."""


class ApiError(Exception):
    """Discord's refusal of a call, with HTTP status, error code and text."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


_KNOWN = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    40033: (400, "This message has already been crossposted."),
    40067: (400, "A tag is required to create a forum post in this channel"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50033: (400, "Invalid Recipient(s)"),
    50083: (400, "Thread is archived"),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160005: (403, "Thread is locked"),
}


def api_error(code: int) -> ApiError:
    """The refusal with that error code."""
    status, text = _KNOWN[code]
    return ApiError(status, code, text)


def reject_invalid(faults: list[str]) -> None:
    """Raises the refusal of a body with these faults, if there are any."""
    if faults:
        raise ApiError(400, 50035, "Invalid Form Body: " + "; ".join(faults))
