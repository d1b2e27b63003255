from abc import abstractmethod
from array import array
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from copy import copy, deepcopy
from dataclasses import dataclass, field, replace
from enum import Enum, auto, unique
from functools import cache, cached_property, lru_cache, partial, reduce, total_ordering, update_wrapper, wraps
from gc import collect, disable, enable
from io import StringIO
from itertools import accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle, dropwhile
from itertools import filterfalse, groupby, islice, permutations, product, repeat, starmap, takewhile
from itertools import tee, zip_longest
from json import dumps, loads
from math import ceil, comb, fabs
from operator import add, and_, attrgetter
from random import randint, random, randrange, seed
from sys import exc_info, getrecursionlimit, getrefcount
from time import monotonic, perf_counter, sleep
from typing import NamedTuple
from warnings import filterwarnings, simplefilter
from weakref import WeakKeyDictionary, WeakSet, WeakValueDictionary, finalize, getweakrefcount, proxy, ref
print("imported")
