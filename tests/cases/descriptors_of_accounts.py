class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.name, 0)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(f"{self.name[1:]} must be positive")
        setattr(instance, self.name, value)

    def __delete__(self, instance):
        delattr(instance, self.name)


class Lazy:
    def __init__(self, func):
        self.func = func
        self.name = func.__name__

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = self.func(instance)
        instance.__dict__[self.name] = value
        return value


class Account:
    balance = Positive()
    limit = Positive()

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    @Lazy
    def history(self):
        print("loading history")
        return [("open", self.balance)]

    def __bool__(self):
        return self.balance > 0

    def __iadd__(self, amount):
        self.balance += amount
        return self

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        del self.balance


acc = Account("eva", 10)
same = acc
acc += 5
print(acc.balance, same is acc, bool(acc), acc.limit)
acc.history.append(("deposit", 5))
print(acc.history, "history" in acc.__dict__, Account.balance.name)
try:
    acc.balance = -1
except ValueError as e:
    print(e)
with acc as inside:
    inside.limit = 3
print(acc.balance, vars(acc).keys())
