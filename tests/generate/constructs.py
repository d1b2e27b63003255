"""Which constructs of the language a program has: the random programs are counted by it."""
import ast
import json
import subprocess
import sys

DUNDERS = """__init__ __del__ __enter__ __exit__ __iter__ __next__ __getitem__ __setitem__ __len__ __eq__ __hash__ __repr__
__add__ __iadd__ __call__ __slots__""".split()
METHODS = {"send": "generator.send", "close": "generator.close", "throw": "generator.throw"}
NODES = {
    "Match": "match",
    "NamedExpr": "walrus",
    "Starred": "star",
    "JoinedStr": "f-string",
    "Lambda": "lambda",
    "YieldFrom": "yield from",
    "Yield": "generator",
    "AsyncFunctionDef": "async def",
    "AsyncFor": "async for",
    "AsyncWith": "async with",
    "Await": "await",
    "With": "with",
    "TryStar": "except*",
    "Global": "global",
    "Nonlocal": "nonlocal",
    "ListComp": "list comprehension",
    "DictComp": "dict comprehension",
    "SetComp": "set comprehension",
    "GeneratorExp": "generator expression",
    "While": "while",
    "For": "for",
    "AugAssign": "augmented assignment",
    "AnnAssign": "annotation",
}


def constructs_by(python, version, header, source):
    """As an older Python cannot parse what a newer one runs, that one is asked then."""
    if version <= sys.version_info:
        return constructs(header, source)
    asked = json.dumps([header, source])
    answer = subprocess.run([python, __file__], input=asked, capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def constructs(header, source):
    """Those of the program, and of what it uses of the header."""
    own = source[len(header) :]
    used = [node for node in ast.parse(header).body if getattr(node, "name", "no") + "(" in own]
    found = set()
    for tree in (*used, ast.parse(own)):
        for node in ast.walk(tree):
            found.update(of_node(node))
    return found


def of_node(node):
    kind = type(node).__name__
    if kind in NODES:
        yield NODES[kind]
    if getattr(node, "type_params", None):
        yield "type parameters"
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield from of_definition(node)
    elif isinstance(node, ast.Try):
        parts = {"except": node.handlers, "else of try": node.orelse, "finally": node.finalbody}
        yield from (name for name, part in parts.items() if part)
    elif isinstance(node, ast.Delete):
        names = {ast.Name: "del name", ast.Attribute: "del attribute", ast.Subscript: "del item"}
        yield from (names[type(target)] for target in node.targets if type(target) in names)
    elif isinstance(node, ast.Attribute):
        if node.attr in METHODS:
            yield METHODS[node.attr]
        if node.attr in ("__traceback__", "__context__", "__cause__"):
            yield "traceback and context"
    elif isinstance(node, ast.Raise) and node.cause:
        yield "raise from"


def of_definition(node):
    if node.decorator_list:
        yield "decorator"
    if any(isinstance(d, ast.Name) and d.id == "property" for d in node.decorator_list):
        yield "property"
    if isinstance(node, ast.ClassDef):
        yield "class"
        if node.bases:
            yield "inheritance"
        if len(node.bases) > 1:
            yield "several bases"
        for statement in node.body:
            if isinstance(statement, ast.Assign) and statement.targets[0].id in DUNDERS:
                yield statement.targets[0].id
            elif isinstance(statement, ast.Assign):
                yield "class attribute"
    elif node.name in DUNDERS:
        yield node.name
    if isinstance(node, ast.FunctionDef) and any(isinstance(n, ast.FunctionDef) for n in node.body):
        yield "closure"


if __name__ == "__main__":
    print(json.dumps(sorted(constructs(*json.load(sys.stdin)))))
