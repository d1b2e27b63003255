"""Things that only ever grow, and registries that may; none is a warning by default."""
import collections
import enum
import functools
import logging
from collections import defaultdict, deque, namedtuple

# item: G01 info: entries for every address ever seen
_dns = {}


def resolve(name, lookup):
    if name not in _dns:
        _dns[name] = lookup(name)  # expect: unbounded-module-cache
    return _dns[name]


# item: G02 info: cache without bound, the key comes from the caller
@functools.lru_cache(maxsize=None)  # expect: unbounded-memo
def tokenize(text):
    return tuple(text.lower().split())


# item: G03 info: the log of the object grows in an endless loop
class Watcher:
    def __init__(self, source):
        self.source = source
        self.events = []

    def run(self):
        while True:
            event = self.source.wait()
            self.events.append(event)  # expect: append-forever


# item: G04 info: reading inserts
_hits = defaultdict(int)


def too_many(address, limit=100):
    return _hits[address] > limit  # expect: defaultdict-read-inserts


# item: G05 info: a logger per instance, never freed
class Session:
    def __init__(self, ident):
        self.log = logging.getLogger("session.%s" % ident)  # expect: handler-per-call
        self.log.addHandler(logging.StreamHandler())  # also: handler-per-call


# item: G06 info: a class per call
def parse_row(header, row):
    Row = namedtuple("Row", header)  # expect: class-per-call
    return Row(*row)


# item: G07 info: losses keep their graphs
def train(model, batches, optimizer):
    total = 0
    for x, y in batches:
        loss = model(x, y)
        loss.backward()
        optimizer.step()
        total += loss  # expect: graph-carrying-accumulator
    return total


# item: G08 clean: a registry filled by decorators when modules are imported
COMMANDS = {}


def command(name):
    def register(func):
        COMMANDS[name] = func
        return func
    return register


@command("ls")
def list_files(args):
    return sorted(args)


# item: G09 clean: bounded by a length test
_thumbnails = collections.OrderedDict()


def thumbnail(path, render):
    if path in _thumbnails:
        _thumbnails.move_to_end(path)
        return _thumbnails[path]
    _thumbnails[path] = image = render(path)
    if len(_thumbnails) > 256:
        _thumbnails.popitem(last=False)
    return image


# item: G10 clean: keys are the members of an enumeration
class Level(enum.Enum):
    LOW = 1
    HIGH = 2


_labels = {}


def label(level: Level):
    if level not in _labels:
        _labels[level] = level.name.title()
    return _labels[level]


# item: G11 clean: memo without arguments
@functools.lru_cache(maxsize=None)
def settings():
    return {"debug": False, "level": Level.LOW}


# item: G12 clean: ring buffer, and a list that is drained
class Recorder:
    def __init__(self):
        self.recent = deque(maxlen=100)
        self.pending = []

    def on_event(self, event):
        self.recent.append(event)
        self.pending.append(event)
        if len(self.pending) >= 50:
            self.flush()

    def flush(self):
        batch, self.pending = self.pending, []
        return batch


# item: G13 clean: logger of the module, handler behind a guard
log = logging.getLogger(__name__)


def configure(level):
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    log.setLevel(level)


# item: G14 clean: counts of one call
def letter_counts(text):
    counts = defaultdict(int)
    for ch in text:
        counts[ch] += 1
    return {ch: n for ch, n in counts.items() if counts[ch] > 1}


# item: G15 clean: entries leave with their users
_rooms = {}


def join_room(room, user):
    _rooms.setdefault(room, set()).add(user)


def leave_room(room, user):
    members = _rooms.get(room, set())
    members.discard(user)
    if not members:
        _rooms.pop(room, None)
