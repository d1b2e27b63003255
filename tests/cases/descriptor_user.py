class Typed:
    def __init__(self, name, kind):
        self.name = "_" + name
        self.kind = kind
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.name)
    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            value = self.kind(value)
        setattr(obj, self.name, value)
    def __delete__(self, obj):
        delattr(obj, self.name)
class Order:
    amount = Typed("amount", int)
    items = Typed("items", list)
    def __init__(self, amount, items):
        self.amount = amount
        self.items = items
items = ["a"]
o = Order(3, items)
print(o.amount, o.items is items)
o.items = ("x", "y")
print(o.items, items)
o.amount = "7"
print(o.amount)
del o.items
print(hasattr(o, "_items"), hasattr(o, "_amount"))
print(type(Order.amount) is Typed, sorted(vars(o)))
class NonData:
    def __get__(self, obj, owner):
        return ["computed"]
class Lazy:
    value = NonData()
z = Lazy()
first = z.value
print(first is z.value)
z.value = [1]
print(z.value, z.__dict__)
