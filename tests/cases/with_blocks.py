class Res:
    def __init__(self, name):
        self.name = name
    def __enter__(self):
        print("open", self.name)
        return self
    def __exit__(self, *exc):
        print("close", self.name)
        return False
    def __del__(self):
        print("del", self.name)
with Res("a") as r:
    data = [r]
    print("body")
del r
data.clear()
def use():
    with Res("b"):
        x = [1]
        return x
y = use()
with Res("c") as c, Res("d") as d:
    pass
try:
    z = [1]
finally:
    print("fin")
try:
    w = z
except ValueError:
    print("no")
else:
    print("else")
