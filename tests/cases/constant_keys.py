label = "dark blue"


class Color:
    DARK = "dark blue"


named = Color.DARK
prices = {"dark blue": [1], "light red": [2]}
more = {**prices, "off white": [3], "dark blue": [4]}
one = {"dark blue": [5]}
keys = ("dark blue", "light red")
first = keys[0]
wide = {
    "key 0": [0], "key 1": [1], "key 2": [2], "key 3": [3], "key 4": [4], "key 5": [5], "key 6": [6], "key 7": [7],
    "key 8": [8], "key 9": [9], "key 10": [10], "key 11": [11], "key 12": [12], "key 13": [13], "key 14": [14],
    "key 15": [15], "dark blue": [16],
}
wider = {
    "key 0": [0], "key 1": [1], "key 2": [2], "key 3": [3], "key 4": [4], "key 5": [5], "key 6": [6], "key 7": [7],
    "key 8": [8], "key 9": [9], "key 10": [10], "key 11": [11], "key 12": [12], "key 13": [13], "key 14": [14],
    "key 15": [15], "key 16": [16], "dark blue": [17], "light red": [18],
}


def look(key):
    found = {"dark blue": key, "light red": 2.5}
    return found[key]


same = look("dark blue")
half = look("light red")
also = 2.5
