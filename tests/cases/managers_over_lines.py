class M:
  def __enter__(self): return 1
  def __exit__(self, *e): pass
with M() as one, \
    M() as two:
  z = 1
w = 2
