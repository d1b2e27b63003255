"""Tables of a module that only grow."""
import functools

_SEEN = {}
_LIMITED = {}


# item: G401 info: an entry for every url that was ever asked for
def fetch_once(url, fetch):
    if url not in _SEEN:
        _SEEN[url] = fetch(url)  # expect: unbounded-module-cache
    return _SEEN[url]
    # also: unbounded-module-cache


# item: G402 clean: the table is emptied when it is full
def fetch_limited(url, fetch):
    if url not in _LIMITED:
        if len(_LIMITED) >= 100:
            _LIMITED.clear()
        _LIMITED[url] = fetch(url)
    return _LIMITED[url]
