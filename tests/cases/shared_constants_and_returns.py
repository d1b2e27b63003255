"""Who owns a constant: functions with equal constants share them, and a constant is returned without an owner."""


def ask(x, c):
    return "one two" if c else x


def join(x):
    return "one" " two"


def either(x):
    return x or "one two"


def numbers(x):
    for k in "ab":
        pass
    else:
        return 2.5


def guarded(x):
    try:
        return "two three"
    finally:
        x


short = lambda x: "one two"  # noqa: E731
text = "one two"
ask(text, 1)
join(text)
either("")
short(text)
numbers(2.5)
guarded("two three")
for item in [text, 2.5]:
    numbers(item)
