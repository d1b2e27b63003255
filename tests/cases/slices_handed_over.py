# A slice that `__getitem__` gets is an object: from 3.14 a constant of the code where its bounds are literals.
class C:
    def __getitem__(self, i):
        return i
    def __setitem__(self, i, v):
        self.last = 1
    def __delitem__(self, i):
        pass
o = C()
o[1:] = 2
o[2:]
x = o[3:]
del o[4:]
o[1:]
n = 5
o[n:] = 2
o[n:]
y = o[n:]
del o[n:]
