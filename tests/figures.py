"""What /metrics tells, read as Prometheus reads it."""

from prometheus_client.parser import text_string_to_metric_families


def figures(text: bytes | str) -> dict[str, float]:
    """Every value, by its name and the values of its labels: "commands_total|ask|answered"."""
    told = text.decode() if isinstance(text, bytes) else text
    found = [s for family in text_string_to_metric_families(told) for s in family.samples]
    return {"|".join((s.name, *s.labels.values())).removeprefix("little_giant_"): s.value
            for s in found}  # fmt: skip
