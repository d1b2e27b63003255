def register(cls):
    registry.append(cls)
    cls.tag = [cls.__name__]
    return cls
def with_prefix(prefix):
    def deco(cls):
        cls.prefix = prefix
        return cls
    return deco
registry = []
@register
class A:
    """Doc of A."""
    shared = []
    def add(self, x):
        self.shared.append(x)
        return self.shared
@with_prefix("p-")
@register
class B(A):
    shared = ["b"]
print(len(registry), registry[1] is B, A.tag, B.tag, B.prefix)
print(A().add(1), B().add(2), A.shared)
class C(A):
    pass
C().add(3)
print(A.shared, C.shared is A.shared)
C.shared = C.shared + [4]
print(A.shared, C.shared)
c = C()
c.shared.append(5)
c.shared += [6]
print(C.shared, "shared" in c.__dict__, c.shared is C.shared)
del C.shared
print(C.shared is A.shared, c.shared)
print(A.__doc__, A.__name__, A.__module__)
def method(self):
    return [self]
A.later = method
print(c.later()[0] is c, B().later is not None)
print(hasattr(B, "later"), A.__dict__["shared"] is A.shared)
print([s.__name__ for s in A.__subclasses__()])
