import gc
gc.disable()
class Cyc:
    def __init__(self, n):
        self.n = n
        self.me = self
    def __del__(self):
        print("finalize", self.n)
a = Cyc(1)
del a
print("unreachable")
n = gc.collect()
print(n >= 1)
class Pair:
    pass
p, q = Pair(), Pair()
p.other, q.other = q, p
print(gc.is_tracked(p), gc.isenabled())
p.keep = [1, 2]
keep = p.keep
del p, q
print(gc.collect() > 0)
print(keep)
print(gc.garbage)
b = Cyc(2)
b.me = None
del b
print("done")
gc.enable()
print(gc.get_threshold()[0] > 0)
