from contextlib import contextmanager, suppress, ExitStack, closing, nullcontext, redirect_stdout
import io
@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield [name]
    finally:
        print(f"</{name}>")
with tag("b") as t:
    print("text", t)
try:
    with tag("i"):
        raise ValueError("x")
except ValueError as e:
    print("caught", e)
with suppress(KeyError, IndexError):
    {}["a"]
    print("not reached")
class Door:
    def close(self): print("door closed")
with closing(Door()) as d:
    print(type(d).__name__)
with ExitStack() as stack:
    names = [stack.enter_context(tag(n)) for n in "xy"]
    stack.callback(print, "callback", 1)
    print(names)
with nullcontext(5) as five:
    print(five)
out = io.StringIO()
with redirect_stdout(out):
    print("hidden")
print(repr(out.getvalue()))
