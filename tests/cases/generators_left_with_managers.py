class Res:
    def __init__(self, n): self.n = n
    def __enter__(self):
        print("open", self.n)
        return self
    def __exit__(self, *a):
        print("close", self.n)
    def __del__(self): print("del", self.n)
def rows(n):
    with Res("db") as r:
        for i in range(n):
            yield f"{r.n}{i}"
for row in rows(2):
    print(row)
g = rows(5)
print(next(g))
g.close()
print("closed")
for row in rows(9):
    if row.endswith("1"):
        break
print("after break", row)
def wrap():
    try:
        yield from rows(2)
    except ValueError as e:
        print("caught", e)
        yield "recovered"
w = wrap()
print(next(w))
print(w.throw(ValueError("bad")))
print(next(w, "end"))
