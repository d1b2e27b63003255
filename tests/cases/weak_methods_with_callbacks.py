import weakref


class Bus:
    def __init__(self, name):
        self.name = name
        self.listeners = []

    def on(self, callback):
        self.listeners.append(weakref.WeakMethod(callback, self.gone))

    def gone(self, ref):
        print(self.name, "lost one", ref() is None)
        self.listeners.remove(ref)

    def fire(self):
        for ref in list(self.listeners):
            method = ref()
            if method is not None:
                method()


class Listener:
    def __init__(self, name):
        self.name = name

    def hi(self):
        print("hi", self.name)

    def __del__(self):
        print("del", self.name)


bus = Bus("bus")
a, b = Listener("a"), Listener("b")
bus.on(a.hi)
bus.on(b.hi)
bus.fire()
del a
print(len(bus.listeners))
bus.fire()
seen = []
lone = weakref.WeakMethod(b.hi, seen.append)
del b
print(len(bus.listeners), seen[0] is lone, lone())
seen.clear()
del lone
temp = Listener("temp")
kept = weakref.WeakMethod(temp.hi, lambda ref: print("callback"))
print(kept() == temp.hi, kept().__self__ is temp)
temp = None
print(kept())
