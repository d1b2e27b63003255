# What a generator handles while it waits is the context of what comes in; what dies when it goes on has no line yet.
class T:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
def keeper(a):
    held = T(1)
    while True:
        try:
            x = yield held
        except KeyError as error:
            held = a
            yield error.args
        except GeneratorExit:
            print("closing")
            return
g = keeper([1])
next(g)
g.send(T(2))
g.throw(KeyError("k"))
g.close()
h = keeper([2])
next(h)
h.send(T(3))
next(h)
del h
