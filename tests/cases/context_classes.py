class Managed:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind.__name__ if kind else None)
        return self.swallow

    def __del__(self):
        print("del", self.name)


with Managed("a") as a, Managed("b") as b:
    print(a.name + b.name)
del a, b
with Managed("c"):
    print("no name")
print("after c")
with Managed("d", swallow=True):
    raise ValueError("lost")
try:
    with Managed("e") as e1:
        raise KeyError("kept")
except KeyError as err:
    print("caught", err)
del e1


def early():
    with Managed("f") as m:
        for i in range(3):
            if i == 1:
                return m.name
    print("never")


print(early())


def looped():
    for i in range(3):
        with Managed(i) as m:
            if i == 0:
                continue
            if i == 1:
                break
    return m


last = looped()
print(last.name)
last = None


class Transaction:
    def __init__(self, data):
        self.data = data

    def __enter__(self):
        self.backup = dict(self.data)
        return self.data

    def __exit__(self, *exc):
        if exc[0]:
            self.data.clear()
            self.data.update(self.backup)
        del self.backup
        return exc[0] is ValueError


account = {"ann": 10}
with Transaction(account) as acc:
    acc["ann"] -= 5
print(account)
with Transaction(account) as acc:
    acc["ann"] -= 100
    raise ValueError
print(account)
cm = Managed("g")
with cm:
    pass
with cm:
    pass
cm = None
print("end")
