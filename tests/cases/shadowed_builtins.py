list = [1, 2]
print(list)
def len(x):
    return 42
print(len(list))
del len
print(len(list))
