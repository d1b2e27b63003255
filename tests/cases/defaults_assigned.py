class Noisy:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print("del", self.name)
    def __repr__(self):
        return self.name


def collect(item, into=[Noisy("first")], *, seen={"n": Noisy("kw")}):
    into.append(item)
    seen[item] = len(into)
    return into


def wrong(a=1, b=2):
    return a, b


shared = collect.__defaults__[0]
print(collect("x") is shared, collect.__defaults__)
fresh = []
collect.__defaults__ = (fresh,)
print(shared)
del shared
print("old default gone")
print(collect("y") is fresh, collect.__kwdefaults__ == {})
collect.__defaults__ = None
try:
    collect("z")
except TypeError as error:
    print("needs into")
table = {}
collect.__kwdefaults__ = {"seen": table}
print(collect("w", fresh) is fresh, table)
del collect.__kwdefaults__
print(collect.__kwdefaults__, collect.__defaults__)
try:
    wrong.__defaults__ = [1]
except TypeError as error:
    print(error)
wrong.__defaults__ += (3,)
try:
    print(wrong())
except Exception as error:
    print("!")
wrong.__defaults__ = wrong.__defaults__[1:]
print(wrong(), wrong.__defaults__)
wrong.extra = [1]
print(wrong.__dict__, vars(wrong))
try:
    wrong(1, 2, 3)
except TypeError as error:
    print(error)
wrong.__defaults__ = (1, 2, 3, 4)
try:
    wrong(1, 2, 3)
except TypeError as error:
    print(error)
