# What operations raise, in CPython's words.


def attempt(action):
    try:
        return action()
    except Exception as error:
        return type(error).__name__ + ": " + str(error)


def add(a, b=1):
    return a + b


def keyword(*, key):
    return key


class Plain:
    pass


rows = [1, 2]
print(attempt(lambda: rows[9]))
print(attempt(lambda: (1,)[4]))
print(attempt(lambda: "ab"[7]))
print(attempt(lambda: {"a": 1}["b"]))
print(attempt(lambda: 1 / 0))
print(attempt(lambda: 7 // 0))
print(attempt(lambda: 7 % 0))
print(attempt(lambda: 1.5 / 0))
print(attempt(lambda: [].pop()))
print(attempt(lambda: rows.remove(5)))
print(attempt(lambda: rows.index(5)))
print(attempt(lambda: max([])))
print(attempt(lambda: {}.pop("x")))
print(attempt(lambda: int("four")))
print(attempt(lambda: "a" + 1))
print(attempt(lambda: 1 + "a"))
print(attempt(lambda: [] + ()))
print(attempt(lambda: 2 - "a"))
print(attempt(lambda: 1 < "a"))
print(attempt(lambda: len(5)))
print(attempt(lambda: add()))
print(attempt(lambda: add(1, 2, 3)))
print(attempt(lambda: add(1, a=2)))
print(attempt(lambda: keyword()))
print(attempt(lambda: Plain().missing))
print(attempt(lambda: Plain.missing))
print(attempt(lambda: undefined_name))
print(attempt(lambda: next(iter(()))))
try:
    a, b = [1]
except ValueError as error:
    print(error)
try:
    a, b = 5
except TypeError as error:
    print(error)
