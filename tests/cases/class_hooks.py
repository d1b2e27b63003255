class Plugin:
    registry = []
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.registry.append(cls.__name__)
        cls.made = []
class Csv(Plugin):
    def __init__(self):
        self.made.append(1)
class Json(Plugin):
    pass
print(Plugin.registry, Csv.made is Json.made)
c = Csv()
print(Csv.made, c.made is Csv.made)
class Named(Plugin, ):
    def __init_subclass__(cls, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.tag = tag
class Tagged(Named, tag="t1"):
    pass
print(Tagged.tag, Plugin.registry)
class Field:
    def __set_name__(self, owner, name):
        self.name = name
        self.owner = owner
    def __get__(self, instance, owner):
        if instance is None:
            return self
        return instance.__dict__.get(self.name, "unset")
    def __set__(self, instance, value):
        instance.__dict__[self.name] = [value]
class Row:
    first = Field()
    second = Field()
row = Row()
print(row.first, Row.first.name, Row.first.owner is Row)
row.first = 5
print(row.first, row.second)
