"""Which line 3.9 tells while an exception passes through two managers."""


class M:
    def __init__(self, n, s):
        self.s = s
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return self.s
def fail():
    raise KeyError
print(1)
with M(35, True) as m, M(36, False):
    v36 = (nope, nope)
    print(3)
pass
v39 = 1
with M(35, True) as m, M(36, False):
    fail()
v39 = 1
