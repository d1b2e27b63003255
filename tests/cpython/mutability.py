"""Copies, hashes and changes the samples of src/cpython/mutability.rs.

Input: [[type name, sample], ...]. Output: for each [type name, hashable, copied, equal to a changed copy].
"""
import collections, copy, json, sys


def hashable(value):
    try:
        hash(value)
    except TypeError:
        return False
    return True


def change(value):
    """Changes what can be changed in place; false where there is no way."""
    for way in (
        lambda: value.append(98),
        lambda: value.add(98),
        lambda: value.update({98: 1}),
    ):
        try:
            way()
        except AttributeError:
            continue
        return True
    return False


rows = []
for name, sample in json.load(sys.stdin):
    value, other = eval(sample), eval(sample)
    type_name = type(value).__name__
    if type(value).__module__ != "builtins":
        type_name = type(value).__module__ + "." + type_name
    inner = [item for item in value if isinstance(item, list)] if isinstance(value, tuple) else []
    for item in inner:
        item.append(98)
    rows.append({
        "type": type_name,
        "hashable": hashable(value),
        "one object when copied": copy.copy(value) is value,
        "changes itself": change(value),
        "is another value": value != other,
    })
print(json.dumps(rows))
