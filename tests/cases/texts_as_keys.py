LIMIT = "too many items"
def check(items, limit=3, message="too many items"):
    if len(items) > limit:
        raise ValueError(message)
    return items
try:
    check([1, 2, 3, 4])
except ValueError as error:
    text = str(error)
same = text is LIMIT
class Settings:
    defaults = {"log level": "info", "max size": 1000, "file name": "a.log"}
    def __init__(self, **options):
        self.values = {**self.defaults, **options}
    def get(self, name):
        return self.values.get(name, "not set")
s = Settings()
level = s.get("log level")
missing = s.get("no such")
again = s.get("no such")
mis = missing is again
t = "not set"
key = "max size"
size = s.values[key]
def report(values):
    lines = []
    for name, value in values.items():
        lines.append(f"{name}: {value}")
    return "\n".join(lines)
out = report(s.values)
w = "log level"
nested = {"log level": {"log level": [1], "max size": 2}, "max size": {"file name": 3}}
deep = nested["log level"]["log level"]
rows = [{"log level": i, "max size": i} for i in range(2)]
one = rows[0]["max size"]
