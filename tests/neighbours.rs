//! Class attributes and variables of a module that other files of the run change: what is found is what CPython does,
//! whatever the order of the files, the number of threads, and with or without results of earlier runs.

mod common;

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use common::python;

/// What `shop/cart.py` has.
const CART: &str = "
import functools

class Cart:
    items = []
    prices = {}

class Basket:
    items = []

    def __init__(self):
        self.items = []

HOSTS = {}

def resolve(name, lookup=str.upper):
    if name not in HOSTS:
        HOSTS[name] = lookup(name)
    return HOSTS[name]

@functools.cache
def squared(n):
    return n * n
";

const CACHE: &str = "unbounded-module-cache HOSTS";
const MEMO: &str = "unbounded-memo squared";
const ITEMS: &str = "mutable-class-attr-mutated items";
const PRICES: &str = "mutable-class-attr-mutated prices";

struct Case {
    what: &'static str,
    /// `shop/use.py`
    text: &'static str,
    /// `shop/__init__.py`
    package: &'static str,
    /// What is found in `shop/cart.py`.
    found: &'static [&'static str],
    /// That it is so, with `use` and `cart` imported.
    proof: &'static str,
}

impl Case {
    const fn new(what: &'static str, text: &'static str, found: &'static [&'static str], proof: &'static str) -> Self {
        Self { what, text, package: "", found, proof }
    }
}

const UNBOUNDED: &str = "resolve = cart.resolve\nfor n in range(9): resolve(str(n))\nassert len(cart.HOSTS) == 9";

const CASES: &[Case] = &[
    Case::new("nobody else", "x = 1\n", &[CACHE, MEMO], UNBOUNDED),
    Case::new(
        "read by another",
        "from .cart import HOSTS\ndef f(k):\n    return HOSTS[k]\n",
        &[CACHE, MEMO],
        UNBOUNDED,
    ),
    Case::new(
        "emptied through the module",
        "from . import cart\ndef reset():\n    cart.HOSTS.clear()\n",
        &[MEMO],
        "cart.resolve('a'); use.reset(); assert not cart.HOSTS",
    ),
    Case::new(
        "emptied under another name",
        "from shop.cart import HOSTS as known\ndef reset():\n    known.clear()\n",
        &[MEMO],
        "cart.resolve('a'); use.reset(); assert not cart.HOSTS",
    ),
    Case::new(
        "an entry goes",
        "import shop.cart\ndef forget(k):\n    del shop.cart.HOSTS[k]\n",
        &[MEMO],
        "cart.resolve('a'); use.forget('a'); assert not cart.HOSTS",
    ),
    Case::new(
        "replaced",
        "import shop.cart as c\nclass T:\n    def set_up(self):\n        c.HOSTS = {}\n",
        &[MEMO],
        "cart.resolve('a'); use.T().set_up(); assert not cart.HOSTS",
    ),
    Case::new(
        "a dict of the same name",
        "import shop.cart\nHOSTS = {}\ndef reset():\n    HOSTS.clear()\n",
        &[CACHE, MEMO],
        "cart.resolve('a'); use.reset(); assert cart.HOSTS",
    ),
    Case::new(
        "imported in a function",
        "def reset():\n    from .cart import HOSTS\n    while len(HOSTS) > 2:\n        HOSTS.popitem()\n",
        &[MEMO],
        "[cart.resolve(n) for n in 'abc']; use.reset(); assert len(cart.HOSTS) == 2",
    ),
    Case::new(
        "by a star",
        "from .cart import *\ndef reset():\n    HOSTS.clear()\n",
        &[MEMO],
        "cart.resolve('a'); use.reset(); assert not cart.HOSTS",
    ),
    Case {
        package: "from .cart import HOSTS as TABLE\n",
        ..Case::new(
            "handed on by the package",
            "import shop\ndef reset():\n    shop.TABLE.clear()\n",
            &[MEMO],
            "cart.resolve('a'); use.reset(); assert not cart.HOSTS",
        )
    },
    Case::new(
        "handed to somebody",
        "from .cart import HOSTS\nimport atexit\natexit.register(print, HOSTS)\n",
        &[MEMO],
        "",
    ),
    Case::new(
        "a cache is emptied",
        "from .cart import squared\ndef reset():\n    squared.cache_clear()\n",
        &[CACHE],
        "cart.squared(2); use.reset(); assert cart.squared.cache_info().currsize == 0",
    ),
    Case::new(
        "a subclass changes what its base shares",
        "from .cart import Cart\nclass Sale(Cart):\n    def add(self, x):\n        self.items.append(x)\n",
        &[CACHE, MEMO, ITEMS],
        "a, b = use.Sale(), cart.Cart(); a.add(1); assert b.items == [1]",
    ),
    Case::new(
        "an instance is made and changed",
        "from .cart import Cart\ndef fill(x):\n    mine = Cart()\n    mine.prices[x] = 1\n    return mine\n",
        &[CACHE, MEMO, PRICES],
        "use.fill('a'); assert cart.Cart().prices == {'a': 1}",
    ),
    Case::new(
        "the subclass has its own",
        "from .cart import Cart\nclass Sale(Cart):\n    def __init__(self):\n        self.items = []\n    \
         def add(self, x):\n        self.items.append(x)\n",
        &[CACHE, MEMO],
        "a = use.Sale(); a.add(1); assert cart.Cart.items == []",
    ),
    Case::new(
        "the base gives each its own",
        "from .cart import Basket\nclass Sale(Basket):\n    def add(self, x):\n        self.items.append(x)\n",
        &[CACHE, MEMO],
        "a = use.Sale(); a.add(1); assert cart.Basket.items == []",
    ),
    Case::new(
        "a class of the same name",
        "import shop.cart\nclass Cart:\n    def __init__(self):\n        self.items = []\nclass Sale(Cart):\n    \
         def add(self, x):\n        self.items.append(x)\n",
        &[CACHE, MEMO],
        "a = use.Sale(); a.add(1); assert cart.Cart.items == []",
    ),
    Case::new(
        "through the class, on purpose",
        "from .cart import Cart\nCart.items.append('sample')\n",
        &[CACHE, MEMO],
        "assert cart.Cart().items == ['sample']",
    ),
    Case::new(
        "an instance gets its own first",
        "from .cart import Cart\ndef fill(x):\n    mine = Cart()\n    mine.items = []\n    mine.items.append(x)\n",
        &[CACHE, MEMO],
        "use.fill(1); assert cart.Cart.items == []",
    ),
];

fn write(folder: &Path, case: &Case) {
    fs::create_dir_all(folder.join("shop")).unwrap();
    for (name, text) in [("__init__", case.package), ("cart", CART), ("use", case.text)] {
        fs::write(folder.join("shop").join(name).with_extension("py"), text).unwrap();
    }
}

/// The findings, in order of the text.
fn check(folder: &Path, threads: &str, arguments: &[&str]) -> BTreeSet<String> {
    let rules = "unbounded-module-cache,unbounded-memo,mutable-class-attr-mutated";
    let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
    command.args(["check", "--output-format", "concise", "--select", rules]).args(arguments);
    command.current_dir(folder).env("RAYON_NUM_THREADS", threads).env_remove("HEAPLIGHT_NO_CACHE");
    let out = command.output().unwrap();
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn what_other_files_do_counts() {
    for case in CASES {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), case);
        let fresh = check(folder.path(), "1", &["--no-cache", "shop"]);
        let is_found = |name: &&str| {
            let (rule, name) = name.split_once(' ').unwrap();
            fresh
                .iter()
                .any(|line| line.contains("cart.py") && line.contains(rule) && line.contains(&format!("`{name}`")))
        };
        let found: Vec<&str> = [CACHE, MEMO, ITEMS, PRICES].into_iter().filter(is_found).collect();
        assert_eq!(found, case.found, "{}: {fresh:#?}", case.what);
        let files = ["shop/use.py", "shop/cart.py", "shop/__init__.py"];
        for threads in ["1", "3"] {
            for cached in ["--no-cache", "--cache-dir=old", "--cache-dir=old"] {
                let backwards = check(folder.path(), threads, &[&[cached][..], &files].concat());
                assert_eq!(backwards, fresh, "{}: {cached}, {threads} threads", case.what);
            }
        }
    }
}

#[test]
fn a_change_of_the_other_file_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    for case in CASES.iter().chain(CASES) {
        write(folder.path(), case);
        let fresh = check(folder.path(), "2", &["--no-cache", "shop"]);
        assert_eq!(check(folder.path(), "2", &["shop"]), fresh, "{}", case.what);
    }
}

#[test]
fn cpython_does_the_same() {
    for case in CASES {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), case);
        for python in python::all() {
            let script = format!("import sys; sys.path.insert(0, '.')\nfrom shop import cart, use\n{}", case.proof);
            let out = python.command().args(["-c", &script]).current_dir(folder.path()).output().unwrap();
            assert!(out.status.success(), "{}: {}", case.what, String::from_utf8_lossy(&out.stderr));
        }
    }
}
