"""Functions made in loops."""
import functools
import operator
import threading

# item: B14 bug: all callbacks print the last name
def make_buttons(names):
    buttons = {}
    for name in names:
        buttons[name] = lambda: "clicked " + name  # expect: late-binding-closure
    return buttons


# item: B15 bug: a def in the loop, appended to a list of validators
def build_validators(limits):
    validators = []
    for field, maximum in limits.items():
        def check(record):  # expect: late-binding-closure
            value = record.get(field, 0)
            return value <= maximum
        validators.append(check)  # also: late-binding-closure
    return validators


# item: B16 bug: comprehension of lambdas
def powers(n):
    return [lambda x: x ** i for i in range(n)]  # expect: late-binding-closure


# item: B17 bug: handed to a registry of the object
class Router:
    def __init__(self):
        self.routes = {}

    def add(self, path, func):
        self.routes[path] = func

    def mount(self, prefix, handlers):
        for name in handlers:
            handler = handlers[name]
            self.add(prefix + name, lambda request: handler(request, prefix))  # expect: late-binding-closure

    def dispatch(self, path, request):
        return self.routes[path](request)


# item: B18 bug: threads are started later, when the loop variable has moved on
def run_shards(shards, process):
    threads = []
    for shard in shards:
        threads.append(threading.Thread(target=lambda: process(shard)))  # expect: late-binding-closure
    for t in threads:
        t.start()
    for t in threads:
        t.join()


# item: B19 bug: set as an attribute, in a while loop with a counter
def attach_handlers(widgets):
    index = 0
    while index < len(widgets):
        widget = widgets[index]
        widget.on_click = lambda event: (index, event)  # expect: late-binding-closure
        index += 1
    return widgets


# item: B20 clean: bound as a default
def make_multipliers(factors):
    result = []
    for f in factors:
        result.append(lambda x, f=f: x * f)
    return result


# item: B21 clean: used as a key within the iteration
def rank_all(groups, weights):
    ranked = {}
    for name, members in groups.items():
        ranked[name] = sorted(members, key=lambda m: weights[name] * m)
        best = max(members, key=lambda m: (m % len(name), m))
        ranked[name].insert(0, best)
    return ranked


# item: B22 clean: partial binds the value
def make_loggers(prefixes, write):
    return [functools.partial(write, p) for p in prefixes] + [functools.partial(lambda p, m: p + m, p) for p in prefixes]


# item: B23 clean: called before the next round
def transform(columns, rows):
    out = []
    for col in columns:
        def pick(row):
            return row[col]
        out.append(list(map(pick, rows)))
    return out


# item: B24 clean: a factory makes the scope
def make_getter(name):
    return lambda obj: obj[name]


def getters(names):
    table = {}
    for name in names:
        table[name] = make_getter(name)
    return table


# item: B25 clean: the first hit is returned at once
def resolver_for(scheme, handlers):
    for name, handler in handlers:
        if name == scheme:
            def resolve(url):
                return handler(name, url)
            return resolve
    return None


# item: B26 clean: threads are joined in the same round
def run_one_by_one(stages, data):
    results = []
    for stage in stages:
        worker = threading.Thread(target=lambda: results.append(stage(data)))
        worker.start()
        worker.join()
    return results
