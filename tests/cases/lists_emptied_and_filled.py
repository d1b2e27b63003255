import sys

popped = [1] + [2]
popped.pop()
popped.pop()
popped += [[]]
print(sys.getsizeof(popped))

deleted = [1] + [2]
del deleted[1]
del deleted[0]
deleted += [[]]

cleared = [1, 2]
cleared.pop()
cleared.append(3)
cleared.clear()
cleared += [1]

stepped = [1, 2, 3]
del stepped[::1]
stepped.extend((4, 5, 6))

sliced = [1, 2]
sliced[:] = []
sliced.extend("ab")

repeated = [0] + [1]
repeated.pop()
repeated.pop()
repeated *= 3
repeated.extend([1])

again = [0] + [1]
again.pop()
again.pop()
again.clear()
again.extend([1, 2, 3])
