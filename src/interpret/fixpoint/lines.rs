//! Files read as a whole: `f.readlines()`, `f.read().splitlines()`, `list(f)`.

use crate::heap::{ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::{EventOf, Origin};

impl Machine<'_> {
    /// What a reader of unknown class gives: as large as the input, its contents anything.
    pub(super) fn read_from_unknown(&mut self, method: &str, receiver: Value, arguments: &Arguments) -> Option<Value> {
        let whole = arguments.positional.is_empty() && (arguments.keywords.is_empty() || method == "read_text");
        match method {
            // `path.read_text(encoding="utf-8")`
            "read" | "read_text" if whole => {
                let data = ObjectData::Summary(Box::new(super::driver::unknown_contents()));
                let v = self.make(Object { escaped: true, ..Object::builtin(Type::Opaque, data) });
                self.note_whole_text(v);
                Some(v)
            }
            "read" | "read_text" => Some(Value::OPAQUE),
            // `path.open()`, `archive.open(name)`: what it gives is iterated as often as there is input.
            "open" => {
                let data = ObjectData::Summary(Box::new(super::driver::unknown_contents()));
                let v = self.make(Object { escaped: true, ..Object::builtin(Type::Opaque, data) });
                self.mark_input(v);
                Some(v)
            }
            "readlines" | "fetchall" => {
                let v = self.fresh_list(Value::OPAQUE, (0, u64::MAX));
                self.mark_input(v);
                if method == "readlines" {
                    self.tell_lines(method, v, receiver, arguments);
                }
                Some(v)
            }
            "splitlines" | "split" if self.is_whole_text(receiver) && self.splits_lines(method, arguments) => {
                let v = self.fresh_list(Value::OPAQUE, (0, u64::MAX));
                self.mark_input(v);
                self.tell_lines(method, v, receiver, arguments);
                Some(v)
            }
            // A text that is cut at a mark is a record of fields; at spaces, it may be a book.
            "split" | "rsplit" if arguments.positional.first().is_some_and(|&s| self.is_mark(s)) => {
                let data = ObjectData::Summary(Box::new(super::driver::unknown_contents()));
                let v = self.make(Object { escaped: true, ..Object::builtin(Type::Opaque, data) });
                if let Some(id) = v.single() {
                    self.abs().few_sized.insert(id);
                }
                Some(v)
            }
            _ => None,
        }
    }

    /// What `open` of an object out of view gave.
    pub(super) fn is_opened(&self, id: ObjId) -> bool {
        self.heap.get(id).is(Type::Opaque) && self.is_input(id)
    }

    fn is_mark(&self, separator: Value) -> bool {
        self.as_str(separator).is_some_and(|s| !s.trim().is_empty())
    }

    /// `f.read()`: all that is in a file.
    pub(super) fn note_whole_text(&mut self, v: Value) {
        if let Some(id) = v.single() {
            self.abs().whole_texts.insert(id);
        }
    }

    fn is_whole_text(&mut self, v: Value) -> bool {
        v.single().is_some_and(|id| self.abs().whole_texts.contains(&id))
    }

    fn splits_lines(&self, method: &str, arguments: &Arguments) -> bool {
        match (method, &arguments.positional[..]) {
            ("split", &[separator]) => self.as_str(separator) == Some("\n"),
            ("split", _) => false,
            _ => true,
        }
    }

    /// A list of a file's lines: whether it is one.
    pub(super) fn tell_lines(&mut self, method: &str, v: Value, receiver: Value, arguments: &Arguments) -> bool {
        let Some(id) = v.single() else { return false };
        let how = match (method, &arguments.positional[..]) {
            ("readlines", []) => ".readlines()",
            ("splitlines", _) if self.is_whole_text(receiver) => ".read().splitlines()",
            ("split", _) if self.is_whole_text(receiver) && self.splits_lines(method, arguments) => ".read().split()",
            ("list", &[file]) if self.known(file).is_some_and(|(_, o)| o.is(Type::File)) => "list()",
            _ => return false,
        };
        if self.is_recording() {
            self.happens(v, EventOf::Made);
            if let Some(story) = self.abs().stories.get_mut(&id) {
                story.origin = Origin::Lines { how: how.to_owned() };
            }
        }
        true
    }
}
