class B:
  def __init__(self, a, tags=None):
    self.a = a
class C(
  B,
):
  def __init__(
    self,
    *args,
    **kwargs,
  ):
    super().__init__(
      *args,
      **kwargs,
    )
    self.more = [
      *args,
      "x",
    ]
C(
  "n",
  tags=[1],
)
