"""Containers in class bodies, dataclass fields, fromkeys."""
import dataclasses
import enum
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import ClassVar, Dict, List

# item: A31 bug: a list of the class grown through self
class Robot:
    log = []  # expect: mutable-class-attr-mutated

    def __init__(self, name):
        self.name = name

    def move(self, dx, dy):
        self.log.append((self.name, dx, dy))
        return dx, dy


# item: A32 bug: the subclass's __init__ appends to the class list of the base
class BaseTokenizer:
    model_input_names = ["input_ids", "attention_mask"]  # expect: mutable-class-attr-mutated

    def __init__(self, vocab):
        self.vocab = vocab


class PairTokenizer(BaseTokenizer):
    def __init__(self, vocab, return_token_type_ids=False):
        super().__init__(vocab)
        if return_token_type_ids:
            self.model_input_names.append("token_type_ids")  # also: mutable-class-attr-mutated


# item: A33 clean: every instance gets its own in __init__
class Inventory:
    items: List[str] = []
    counts: Dict[str, int] = {}

    def __init__(self):
        self.items = []
        self.counts = {}

    def add(self, name):
        self.items.append(name)
        self.counts[name] = self.counts.get(name, 0) + 1


# item: A34 clean: a registry of the class, written through the class on purpose
class Plugin:
    registry: ClassVar[Dict[str, type]] = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.registry[cls.__name__.lower()] = cls

    @classmethod
    def lookup(cls, name):
        return cls.registry[name]


# item: A35 clean: declarations of a framework, only read
class Model:
    pass


class ArticleAdmin(Model):
    list_display = ["title", "author", "published"]
    search_fields = ["title"]
    readonly = {"created": True}

    def get_list_display(self, request):
        if request.user_is_staff:
            return self.list_display + ["internal_id"]
        return self.list_display


# item: A36 bug: a dict of the class written by key in a handler
class SessionHandler:
    timeout = 60
    sessions = {}  # expect: mutable-class-attr-mutated

    def __init__(self, sock):
        self.sock = sock

    def on_login(self, user, token):
        self.sessions[token] = user
        return True

    def on_logout(self, token):
        user = self.sessions.pop(token, None)
        return user is not None


# item: A37 bug: += on the class's list (changes the list and makes an instance attribute)
class FormBase:
    errors = []  # expect: mutable-class-attr-mutated | class-attr-augassign-split

    def validate(self, data):
        for name in ("email", "password"):
            if not data.get(name):
                self.errors += ["%s is required" % name]
        return not self.errors


# item: A38 clean: += of a tuple makes a new object for the instance
class FilterBase:
    patterns = ()
    level = 0

    def add(self, pattern):
        self.patterns += (pattern,)
        self.level += 1
        return self


# item: A39 bug: one instance of a class with attributes is the default of a field
class RetryPolicy:
    def __init__(self, attempts=3):
        self.attempts = attempts
        self.failures = 0

    def note_failure(self):
        self.failures += 1
        return self.failures < self.attempts


@dataclass
class Endpoint:
    url: str
    policy: RetryPolicy = RetryPolicy()  # expect: dataclass-field-shared-instance

    def failed(self):
        return self.policy.note_failure()


# item: A40 clean: default_factory gives every instance its own
@dataclass
class Mirror:
    url: str
    policy: RetryPolicy = field(default_factory=RetryPolicy)
    tags: List[str] = field(default_factory=list)

    def failed(self):
        self.tags.append("failed")
        return self.policy.note_failure()


# item: A41 clean: the shared default is frozen
@dataclass(frozen=True)
class Margins:
    left: int = 0
    right: int = 0


@dataclass
class Page:
    number: int
    margins: Margins = Margins(10, 10)

    def widen(self):
        self.margins = dataclasses.replace(self.margins, left=self.margins.left + 5)
        return self.margins


# item: A42 bug: all keys share the one list given to fromkeys
def group_by_status(tickets, statuses=("open", "closed", "stale")):
    groups = dict.fromkeys(statuses, [])  # expect: fromkeys-shared-value
    for ticket in tickets:
        groups[ticket["status"]].append(ticket["id"])
    return groups


# item: A43 clean: fromkeys used for order, or values replaced and never changed
def unique_words(text, scores=(0.5, 1.0)):
    words = list(dict.fromkeys(text.split()))
    weights = dict.fromkeys(words, [])
    for word in words:
        weights[word] = [len(word) * s for s in scores]
    return weights


# item: A44 bug: the shared value has a name, and is changed under .items()
def bucket_users(users, shards):
    empty = set()
    buckets = dict.fromkeys(shards, empty)  # expect: fromkeys-shared-value
    for user in users:
        for shard, members in buckets.items():
            if hash(user) % len(shards) == shards.index(shard):
                members.add(user)
    return buckets


# item: A45 clean: enumeration members and constant tables
class Colour(enum.Enum):
    RED = [255, 0, 0]
    GREEN = [0, 255, 0]

    def hex(self):
        return "#" + "".join("%02x" % part for part in self.value)
