class Chain:
  def chain(self, *p):
    return self
c = (
  Chain(
  )
  .chain(
    "a",
    "b",
  )
  .chain()
)
