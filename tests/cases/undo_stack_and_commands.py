import copy


class Document:
    def __init__(self):
        self.lines = []
        self._undo = []
        self._redo = []

    def _checkpoint(self):
        self._undo.append(copy.copy(self.lines))
        self._redo.clear()

    def write(self, *lines):
        self._checkpoint()
        self.lines.extend(lines)
        return self

    def delete(self, index):
        self._checkpoint()
        del self.lines[index]

    def undo(self):
        if not self._undo:
            raise IndexError("nothing to undo")
        self._redo.append(self.lines)
        self.lines = self._undo.pop()

    def redo(self):
        self._undo.append(self.lines)
        self.lines = self._redo.pop()


class Command:
    def __init__(self, do, undo):
        self.do, self.undo = do, undo


doc = Document()
doc.write("first").write("second", "third")
doc.delete(0)
print(doc.lines, len(doc._undo))
doc.undo()
doc.undo()
print(doc.lines, len(doc._redo))
doc.redo()
print(doc.lines)
doc.write("new")
print(len(doc._redo))
try:
    for _ in range(10):
        doc.undo()
except IndexError as e:
    print("error:", e)
state = {"n": 0}
commands = []
for step in (1, 2, 3):
    cmd = Command(lambda s=step: state.update(n=state["n"] + s), lambda s=step: state.update(n=state["n"] - s))
    cmd.do()
    commands.append(cmd)
print(state)
commands.pop().undo()
print(state, len(commands))
