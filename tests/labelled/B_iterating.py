"""Containers changed while a loop reads them; shared names."""
import copy
import os

# item: B27 bug: dict loses keys under its own loop
def drop_empty(config):
    for key in config:
        if not config[key]:
            del config[key]  # expect: mutate-while-iterating
    return config


# item: B28 bug: list elements are skipped after remove
def remove_comments(lines):
    for line in lines:
        if line.startswith("#"):
            lines.remove(line)  # expect: mutate-while-iterating
    return lines


# item: B29 bug: items() view, key added in the loop
def add_aliases(commands):
    for name, func in commands.items():
        short = name[:2]
        if short not in commands:
            commands[short] = func  # expect: mutate-while-iterating
    return commands


# item: B30 bug: a method called in the loop takes members out
class Lobby:
    def __init__(self):
        self.players = set()

    def kick(self, player):
        self.players.discard(player)

    def kick_idle(self, idle):
        for player in self.players:
            if player in idle:
                self.kick(player)  # expect: mutate-while-iterating


# item: B31 bug: an alias of the iterated list is inserted into
def expand_macros(tokens, macros):
    stream = tokens
    for i, token in enumerate(tokens):
        if token in macros:
            stream.insert(i + 1, macros[token])  # expect: mutate-while-iterating
    return stream


# item: B32 bug: pop by name in a try block inside a nested loop
def prune_graph(graph, dead):
    for node in graph.keys():
        for name in dead:
            try:
                if name == node:
                    graph.pop(node)  # expect: mutate-while-iterating
            except KeyError:
                continue
    return graph


# item: B33 clean: leaves the loop right after
def remove_first(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            del items[i]
            break
    return items


# item: B34 clean: a copy is iterated
def purge(cache, now):
    for key in list(cache):
        if cache[key] < now:
            del cache[key]
    for key, value in tuple(cache.items()):
        if value is None:
            cache.pop(key)
    return cache


# item: B35 clean: values of present keys change, the size does not
def scale(prices, factor):
    for name in prices:
        prices[name] = prices[name] * factor
    for name, value in prices.items():
        prices[name] = round(value, 2)
    return prices


# item: B36 clean: dirnames of os.walk are pruned while the outer loop runs, as documented
def python_files(root):
    for base, dirs, names in os.walk(root):
        dirs[:] = [d for d in dirs if not d.startswith(".")]
        if "build" in dirs:
            dirs.remove("build")
        for name in names:
            if name.endswith(".py"):
                yield os.path.join(base, name)


# item: B37 clean: a while loop over a work list
def reachable(graph, start):
    todo = [start]
    seen = {start}
    while todo:
        node = todo.pop()
        for nxt in graph.get(node, ()):
            if nxt not in seen:
                seen.add(nxt)
                todo.append(nxt)
    return seen


# item: B38 clean: backwards by index; the container of the same name is another one
def compact(rows, spare):
    for i in range(len(rows) - 1, -1, -1):
        if not rows[i]:
            del rows[i]
    for row in rows:
        spare.append(row)
        row.sort()
    return rows


# item: B39 info: two names of one list, filled through one and read through the other
def partition(values, pivot):
    low = high = []  # expect: chained-assign-shares
    for v in values:
        if v < pivot:
            low.append(v)
    return low, high


# item: B40 info: the "backup" is no copy
def try_changes(document, changes):
    backup = document  # expect: alias-mutation-surprise
    for change in changes:
        document.append(change)
    if len(document) > 100:
        document = backup
    return document


# item: B41 info: the inner list is shared by the copy
def with_extra_host(config, host):
    result = dict(config)
    result["hosts"].append(host)  # expect: shallow-copy-nested-mutation
    return result


# item: B42 clean: deep copy
def with_extra_user(config, user):
    result = copy.deepcopy(config)
    result.setdefault("users", []).append(user)
    return result
