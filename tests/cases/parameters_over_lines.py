def f(
    x=0, y=[],
    z="a",
    *, k=1,
    q=None
):
    return x
z = 1
f = lambda x, y=1, \
  z=2: x
class A:
    def m(self, a=None,
          b=True, *,
          c=1): pass
z = 1
@staticmethod
def f(x,
   y=0,
   z=1): return x
z = 1
def f(
    x: "int",
    y: "str" = "a", *,
    k: "q" = 3
) -> "list":
    return x
def g(x: int,
      y: str = "a",
      ) -> None:
    return x
class C:
    def m(self,
          a: "int" = 1,
          b=(1, 2)):
        pass
z = 1
