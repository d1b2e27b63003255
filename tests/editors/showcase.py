class Lock:
    def __del__(self):
        print("lock released")


def add_item(item, basket=[]):
    basket.append(item)
    return basket


def report():
    lock = Lock()
    prices = list(range(1_000_000))
    backup = prices
    del prices
    print(len(backup), "prices")
    backup = None
    print("report written")


report()
print(add_item("apple"), add_item("pear"))
