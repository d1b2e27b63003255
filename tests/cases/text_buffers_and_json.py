import io
import json
import math
import sys

buffer = io.StringIO()
buffer.write("first\n")
buffer.write("second\n")
whole = buffer.getvalue()
print(len(whole), whole.splitlines())
reader = io.StringIO("a\nb\nc")
print(repr(reader.readline()), reader.read())
reader.seek(0)
for line in reader:
    print(line.strip())
config = {"name": "x", "sizes": [1, 2.5], "on": True, "none": None}
text = json.dumps(config)
print(text)
back = json.loads(text)
print(back == config, back is config, back["sizes"])
print(json.dumps([1, {"b": 2, "a": 1}], sort_keys=True))
print(math.sqrt(16), math.floor(2.7), math.ceil(2.1), math.gcd(12, 18), math.factorial(5))
print(math.pi > 3, math.isclose(0.1 + 0.2, 0.3) if False else math.inf > 1)
name = sys.intern("some name")
print(sys.getsizeof([]), sys.getsizeof(0.5), name)
