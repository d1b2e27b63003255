# Which handler takes an exception, and when what was raised goes.


class Reading:
    def __init__(self, value):
        self.value = value

    def __del__(self):
        print("reading gone", self.value)


def parse(text):
    reading = Reading(text)
    if not text:
        raise ValueError("empty")
    return int(text) * reading.value[:1].count("4")


def first_error(texts):
    for text in texts:
        try:
            parse(text)
        except ValueError as error:
            return str(error)
        else:
            print("fine", text)
        finally:
            print("looked at", text)
    return "no error"


print(first_error(["4", "x", "7"]))
try:
    parse("")
except (KeyError, IndexError):
    print("not taken")
except ValueError as error:
    message = error.args[0]
    print(message)
else:
    print("never")
try:
    rows = [1, 2]
    rows[5]
except LookupError as error:
    kind = type(error).__name__
    print(kind, error)
try:
    print(kind.missing)
except AttributeError:
    print("no such attribute")
try:
    {}["key"]
except Exception as error:
    print(repr(error), str(error))
print("end")
