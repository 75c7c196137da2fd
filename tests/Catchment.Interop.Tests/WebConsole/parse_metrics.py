"""Reads Prometheus text with prometheus_client's own parser; prints one sample of the hub."""
import sys

from prometheus_client.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8") as file:
    families = list(text_string_to_metric_families(file.read()))
names = [family.name for family in families]
if len(names) != len(set(names)):
    sys.exit("a family comes twice")
for family in families:
    if not family.documentation or family.type not in ("counter", "gauge", "histogram"):
        sys.exit(f"{family.name}: {family.type}, {family.documentation!r}")
for sample in (s for f in families for s in f.samples if s.name == "catchment_hub_stored_total"):
    print(sample.name, sample.value)
