# Exceptions of the program: a small hierarchy, with attributes and texts of their own.


class ShopError(Exception):
    pass


class OutOfStock(ShopError):
    code = 409

    def __init__(self, item, wanted):
        self.item = item
        self.wanted = wanted

    def __str__(self):
        return self.item + " is out of stock"


class Unknown(ShopError, ):
    def describe(self):
        return ["unknown", self.args]


def buy(stock, item, n):
    if item not in stock:
        raise Unknown(item)
    if stock[item] < n:
        raise OutOfStock(item, n)
    stock[item] -= n
    return stock[item]


stock = {"pen": 3}
print(buy(stock, "pen", 2))
try:
    buy(stock, "pen", 2)
except OutOfStock as error:
    print(error, error.code, error.wanted, error.args)
try:
    buy(stock, "ink", 1)
except ShopError as error:
    info = error.describe()
    print(info, repr(error))
print(isinstance(info, list), info)
for kind in (ShopError, Unknown, OutOfStock):
    try:
        raise kind("a", 1)
    except Unknown as error:
        print("unknown", error)
    except ShopError as error:
        print("shop", len(error.args), isinstance(error, OutOfStock))
kept = ShopError("one", [2, 3])
print(kept, kept.args[1])
kept.note = "added later"
print(kept.note)
