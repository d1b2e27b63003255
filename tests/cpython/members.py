"""What CPython's own classes define themselves. Output: {class: [name...]}."""
import json

CLASSES = (object, type, int, float, bool, str, bytes, list, tuple, dict, set, frozenset)
print(json.dumps({cls.__name__: sorted(set(vars(cls)) - {"__doc__"}) for cls in CLASSES}))
