D = {"a": 1}
try:
    x = [D[n] for n in "ab"]
except KeyError as e:
    print("missing", e)
try:
    y = [
        D[n]
        for n in "ab"
    ]
except KeyError as e:
    print("missing", e)
def f(s):
    try:
        return {n: D[n] for n in s}
    except KeyError:
        return None
print(f("ab"))
def g(s):
    z = 1
    return [n / 0 for n in s
            if n]
try:
    g("a")
except TypeError:
    print("t")
def nested(s):
    return [[D[n] for n in t] for t in s]
try:
    nested(["ab"])
except KeyError:
    print("t")
