x = [1, 2, 3]
y = x[
  1:]
y = x[1:
  2][
  0]
x[
  :2] = [
  4]
z = [v for v in x][
   :1]
del x[
   :1]
c = [1, 2]
while c: c = [v
   for v in c][1:]
x = [5, 6]
x[
  1:
  ] += [7]
