from collections import ChainMap


class Noisy:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Noisy({self.name!r})"

    def __del__(self):
        print("del", self.name)


defaults = {"colour": "red", "size": 3, "item": Noisy("default")}
chosen = {"colour": "blue"}
settings = ChainMap(chosen, defaults)
print(settings["colour"], settings["size"], len(settings), list(settings))
settings["item"] = Noisy("chosen")
print(chosen is settings.maps[0], settings["item"], defaults["item"])
del settings["item"]
print(settings["item"], "item" in settings, "none" in settings, settings.get("none", 5))
inner = settings.new_child({"size": 9})
inner["extra"] = [inner["size"]]
print(inner["extra"], len(inner), inner.maps[1] is chosen, len(settings))
outer = inner.parents
print(outer["size"], outer.maps == settings.maps, outer.maps is settings.maps)
for name in settings:
    print(name, settings[name])
del defaults["item"]
local = settings.new_child()
local["item"] = Noisy("local")
del local
kept = inner.maps[0]
del inner, outer, settings
print(kept, bool(ChainMap()), bool(ChainMap({}, kept)))
