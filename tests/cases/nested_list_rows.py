row = [0] * 3
grid = [row] * 2
grid[0][0] = 1
print(grid)
good = [[0] * 3 for _ in range(2)]
good[0][0] = 1
print(good)
copy = list(grid)
copy.append([9])
print(len(grid), len(copy))
del row
grid[0] = None
