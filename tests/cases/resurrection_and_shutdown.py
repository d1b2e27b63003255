import gc
import weakref

graveyard = []


class Zombie:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)
        graveyard.append(self)


z = Zombie("z")
ref = weakref.ref(z)
z = None
print(len(graveyard), graveyard[0].name, ref())
graveyard.clear()
print("second death is silent", len(graveyard))


class Faulty:
    def __init__(self, x):
        if x < 0:
            raise ValueError("negative")
        self.x = x

    def __del__(self):
        print("faulty", getattr(self, "x", "unset"))


try:
    Faulty(-1)
except ValueError as e:
    print("failed:", e)
f = Faulty(1)
del f


class Pair:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        print("pair", self.name, self.other is not None)


p, q = Pair("p"), Pair("q")
p.other, q.other = q, p
wp = weakref.ref(p, lambda r: print("callback p"))
del p, q
gc.collect()
print(wp())


class Pool:
    def __init__(self):
        self.free = []

    def get(self):
        return self.free.pop() if self.free else Conn(self)


class Conn:
    made = 0

    def __init__(self, pool):
        Conn.made += 1
        self.id = Conn.made
        self.pool = weakref.proxy(pool)

    def release(self):
        self.pool.free.append(self)


pool = Pool()
c1 = pool.get()
c1.release()
c2 = pool.get()
print(c1 is c2, Conn.made)
c3 = pool.get()
print(c3.id, len(pool.free))
del c1, c2, c3
print(len(pool.free))


class Temp:
    def __del__(self):
        print("temp")


def fail():
    t = Temp()
    raise RuntimeError("x")


try:
    fail()
except RuntimeError:
    print("handled")
print("after")
