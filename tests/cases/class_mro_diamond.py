class Root:
    log = []
    def visit(self):
        self.log.append("root")
        return self
class Left(Root):
    def visit(self):
        self.log.append("left")
        return super().visit()
class Right(Root):
    def visit(self):
        self.log.append("right")
        return super().visit()
class Bottom(Left, Right):
    def visit(self):
        self.log.append("bottom")
        return super().visit()
class Mixin:
    extra = {"a": [1]}
    def more(self):
        return self.extra["a"]
class Full(Mixin, Bottom):
    pass
b = Bottom()
same = b.visit()
print(same is b, Root.log)
names = [c.__name__ for c in Bottom.__mro__]
print(names)
f = Full()
f.more().append(2)
print(Mixin.extra, Full.__bases__ == (Mixin, Bottom))
print([c.__name__ for c in Full.mro()])
f.visit()
print(len(Root.log), f.log is Left.log)
f.log = ["own"]
f.visit()
print(f.log, len(Root.log))
print(type(f) is Full, f.__class__ is Full, type(f).__mro__[1] is Mixin)
del b, same
del f
